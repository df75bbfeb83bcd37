/**
 * A GPT-2 style transformer in TensorFlow.js, written to be fast there: the whole batch as one matrix of rows, one
 * product for queries, keys and values, biases fused into the products, few operations. The same mathematics as ours.
 */

/** The model's parameters as variables of the backend in use. Q, K and V lie side by side in one matrix. */
export function tfjsParameters(tf, model) {
  const { nLayers, nHeads, dHead, dModel, dVocab } = model.config
  const width = nHeads * dHead
  const read = (name, shape) => tf.tensor(Float32Array.from(model.param(name).data), shape)
  const variable = (make) => tf.variable(tf.tidy(make))
  const blocks = Array.from({ length: nLayers }, (_, l) => {
    const of = (name, shape) => read(`blocks.${l}.${name}`, shape)
    return {
      ln1w: variable(() => of('ln1.w', [dModel])),
      ln1b: variable(() => of('ln1.b', [dModel])),
      Wqkv: variable(() =>
        tf.concat(
          ['W_Q', 'W_K', 'W_V'].map((name) => of(`attn.${name}`, [dModel, width])),
          1,
        ),
      ),
      bqkv: variable(() => tf.concat(['b_Q', 'b_K', 'b_V'].map((name) => of(`attn.${name}`, [width])))),
      Wo: variable(() => of('attn.W_O', [width, dModel])),
      bo: variable(() => of('attn.b_O', [dModel])),
      ln2w: variable(() => of('ln2.w', [dModel])),
      ln2b: variable(() => of('ln2.b', [dModel])),
      Win: variable(() => of('mlp.W_in', [dModel, 4 * dModel])),
      bin: variable(() => of('mlp.b_in', [4 * dModel])),
      Wout: variable(() => of('mlp.W_out', [4 * dModel, dModel])),
      bout: variable(() => of('mlp.b_out', [dModel])),
    }
  })
  return {
    blocks,
    wte: variable(() => read('embed.W_E', [dVocab, dModel])),
    wpe: variable(() => read('pos_embed.W_pos', [model.config.nCtx, dModel])),
    lnfw: variable(() => read('ln_final.w', [dModel])),
    lnfb: variable(() => read('ln_final.b', [dModel])),
  }
}

export function variablesOf({ blocks, ...rest }) {
  return [...Object.values(rest), ...blocks.flatMap((block) => Object.values(block))]
}

/** What does not change from run to run for a length: the mask, as a sum. */
export function maskOf(tf, T) {
  return tf.tidy(() =>
    tf.tensor(
      Float32Array.from({ length: T * T }, (_, i) => (i % T > Math.floor(i / T) ? -1e9 : 0)),
      [T, T],
    ),
  )
}

/**
 * Logits [B * T, V]. `oneHot` is [B * T, V]: a product with it is the embedding, and has a gradient on every backend,
 * which tfjs's gather has not (its gradient needs a kernel that the wasm backend lacks).
 */
export function tfjsForward(tf, config, p, oneHot, mask, B, T) {
  const { nHeads, dHead, dModel, normEps: eps } = config
  const rows = B * T
  const linear = (a, b, bias) => tf.fused.matMul({ a, b, bias })
  const norm = (x, w, b) => {
    const centred = tf.sub(x, tf.mean(x, 1, true))
    const variance = tf.mean(tf.square(centred), 1, true)
    return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, eps))), w), b)
  }
  // gelu by tanh: x (1 + tanh z) / 2 = x sigmoid(2 z), fewer operations.
  const gelu = (x) => {
    const z2 = tf.mul(
      x,
      tf.add(tf.mul(tf.square(x), 2 * Math.sqrt(2 / Math.PI) * 0.044715), 2 * Math.sqrt(2 / Math.PI)),
    )
    return tf.mul(x, tf.sigmoid(z2))
  }
  const tokens = tf.matMul(oneHot, p.wte)
  const places = T === p.wpe.shape[0] ? p.wpe : tf.slice(p.wpe, [0, 0], [T, dModel])
  let x = tf.reshape(tf.add(tf.reshape(tokens, [B, T, dModel]), places), [rows, dModel])
  for (const block of p.blocks) {
    const n1 = norm(x, block.ln1w, block.ln1b)
    const qkv = tf.reshape(linear(n1, block.Wqkv, block.bqkv), [B, T, 3, nHeads, dHead])
    const [q, k, v] = tf.unstack(tf.transpose(qkv, [2, 0, 3, 1, 4]))
    const scores = tf.add(tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(dHead)), mask)
    const z = tf.matMul(tf.softmax(scores), v)
    const joined = tf.reshape(tf.transpose(z, [0, 2, 1, 3]), [rows, nHeads * dHead])
    x = tf.add(x, linear(joined, block.Wo, block.bo))
    const n2 = norm(x, block.ln2w, block.ln2b)
    x = tf.add(x, linear(gelu(linear(n2, block.Win, block.bin)), block.Wout, block.bout))
  }
  return tf.matMul(norm(x, p.lnfw, p.lnfb), p.wte, false, true)
}

/** One step of Adam on a batch; returns the loss. `goals` is [B * T, V], a row of zeros where the loss looks away. */
export function tfjsStep(tf, config, p, variables, optimizer, { oneHot, goals, counted, mask, B, T }) {
  return tf.tidy(() => {
    const { value, grads } = tf.variableGrads(() => {
      const logits = tfjsForward(tf, config, p, oneHot, mask, B, T)
      return tf.div(tf.neg(tf.sum(tf.mul(goals, tf.logSoftmax(logits)))), counted)
    }, variables)
    optimizer.applyGradients(grads)
    return value.dataSync()[0]
  })
}

export const oneHotOf = (tf, ids, V) =>
  tf.tidy(() => {
    const data = new Float32Array(ids.length * V)
    ids.forEach((id, row) => {
      if (id >= 0) data[row * V + id] = 1
    })
    return tf.tensor(data, [ids.length, V])
  })
