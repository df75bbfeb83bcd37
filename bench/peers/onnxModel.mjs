/** The same transformer as an ONNX graph of whole operations (LayerNormalization, Gelu, Softmax), for B sequences of T tokens. */
import { createGraph } from './onnx.mjs'

export function onnxTransformer(model, B, T) {
  const { nLayers, nHeads, dHead, dModel, dVocab } = model.config
  const epsilon = model.config.normEps
  const width = nHeads * dHead
  const { constant, node, finish, fresh } = createGraph()
  const floats = (name) => Float32Array.from(model.param(name).data)
  const given = (name, shape) => constant(shape, floats(name))
  const scalar = (value) => constant([], Float32Array.of(value))
  const shape = (...extents) => constant([extents.length], BigInt64Array.from(extents, BigInt))

  /** Matrices side by side, so that one product makes queries, keys and values. */
  const beside = (names, rows) => {
    const parts = names.map(floats)
    const joined = new Float32Array(parts.length * rows * width)
    parts.forEach((part, i) => {
      for (let r = 0; r < rows; r++)
        joined.set(part.subarray(r * width, (r + 1) * width), (r * parts.length + i) * width)
    })
    return joined
  }
  const linear = (x, W, b) => node('Gemm', [x, W, b])
  const norm = (x, name) =>
    node('LayerNormalization', [x, given(`${name}.w`, [dModel]), given(`${name}.b`, [dModel])], { axis: -1, epsilon })
  const heads = (x) => node('Transpose', [node('Reshape', [x, shape(B, T, nHeads, dHead)])], { perm: [0, 2, 1, 3] })

  const W_E = given('embed.W_E', [dVocab, dModel])
  const tokens = node('Gather', [W_E, 'tokens'])
  const places = constant([T, dModel], floats('pos_embed.W_pos').subarray(0, T * dModel))
  const mask = constant(
    [T, T],
    Float32Array.from({ length: T * T }, (_, i) => (i % T > Math.floor(i / T) ? -1e9 : 0)),
  )
  let x = node('Reshape', [node('Add', [tokens, places]), shape(B * T, dModel)])
  for (let l = 0; l < nLayers; l++) {
    const at = (name) => `blocks.${l}.${name}`
    const W = constant(
      [dModel, 3 * width],
      beside(
        ['W_Q', 'W_K', 'W_V'].map((name) => at(`attn.${name}`)),
        dModel,
      ),
    )
    const b = constant(
      [3 * width],
      beside(
        ['b_Q', 'b_K', 'b_V'].map((name) => at(`attn.${name}`)),
        1,
      ),
    )
    const parts = [fresh('q'), fresh('k'), fresh('v')]
    node('Split', [linear(norm(x, at('ln1')), W, b)], { axis: 1, num_outputs: 3 }, parts)
    const [q, k, v] = parts.map(heads)
    const scores = node('MatMul', [q, node('Transpose', [k], { perm: [0, 1, 3, 2] })])
    const masked = node('Add', [node('Mul', [scores, scalar(1 / Math.sqrt(dHead))]), mask])
    const z = node('MatMul', [node('Softmax', [masked], { axis: -1 }), v])
    const joined = node('Reshape', [node('Transpose', [z], { perm: [0, 2, 1, 3] }), shape(B * T, width)])
    x = node('Add', [x, linear(joined, given(at('attn.W_O'), [width, dModel]), given(at('attn.b_O'), [dModel]))])
    const pre = linear(
      norm(x, at('ln2')),
      given(at('mlp.W_in'), [dModel, 4 * dModel]),
      given(at('mlp.b_in'), [4 * dModel]),
    )
    const post = node('Gelu', [pre], { approximate: 'tanh' })
    x = node('Add', [x, linear(post, given(at('mlp.W_out'), [4 * dModel, dModel]), given(at('mlp.b_out'), [dModel]))])
  }
  node('Gemm', [norm(x, 'ln_final'), W_E], { transB: 1 }, ['logits'])
  return finish([{ name: 'tokens', shape: [B, T], int64: true }], [{ name: 'logits', shape: [B * T, dVocab] }])
}

/** out = x W, with W in the file, as a model's weights are. */
export function onnxProduct(T, I, O, W) {
  const { constant, node, finish } = createGraph()
  node('MatMul', ['x', constant([I, O], W)], {}, ['out'])
  return finish([{ name: 'x', shape: [T, I] }], [{ name: 'out', shape: [T, O] }])
}
