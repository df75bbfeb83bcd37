/** out = x W for three shapes: everyone's product checked, then timed, results read out included. */
import { mustAgree } from './forward.mjs'
import { onnxProduct } from './peers/onnxModel.mjs'
import { openSession } from './peers/ort.mjs'
import { take } from './peers/tfjs.mjs'

export const SHAPES = [
  [12, 48, 192],
  [64, 128, 512],
  [256, 256, 1024],
]

async function ortProduct(ort, [T, I, O], x, W) {
  const competitors = {}
  for (const [name, instance] of Object.entries(ort)) {
    const session = await openSession(instance, onnxProduct(T, I, O, W))
    const input = { x: new instance.Tensor('float32', x, [T, I]) }
    competitors[name] = { run: async () => (await session.run(input)).out.data }
  }
  return competitors
}

/** onnxruntime-web alone, unchecked: its other instance was. */
export const ortProducts = (ort, [T, I, O]) =>
  ortProduct(ort, [T, I, O], new Float32Array(T * I).fill(0.5), new Float32Array(I * O).fill(0.25))

export async function productCompetitors({ ours, tfjs, ort }, [T, I, O]) {
  const random = ours.createRandom(1)
  const normals = (size) => Float32Array.from({ length: size }, () => random.normal())
  const x = normals(T * I)
  const W = normals(I * O)
  const wanted = new Float32Array(T * O)
  const plain = () => {
    ours.linearForward(wanted, x, W, undefined, 0, T, I, O)
    return wanted
  }
  const [fx, fW, out] = ours.placed([x, W, new Float32Array(T * O)])
  const fast = () => {
    ours.linearForward(out, fx, fW, undefined, 0, T, I, O)
    return out
  }
  const competitors = { ours: { run: fast }, 'ours, plain': { run: plain } }
  for (const [name, tf] of Object.entries(tfjs)) {
    take(tf)
    const [a, b] = [tf.tensor(x, [T, I]), tf.variable(tf.tensor(W, [I, O]))]
    // Not within tf.tidy, which would look through all numbers of what it returns for tensors.
    const run = () => {
      const product = tf.matMul(a, b)
      const numbers = product.dataSync()
      product.dispose()
      return numbers
    }
    competitors[`tfjs ${name}`] = { run, before: () => take(tf) }
  }
  Object.assign(competitors, await ortProduct(ort, [T, I, O], x, W))
  plain()
  for (const [name, { run, before }] of Object.entries(competitors)) {
    before?.()
    mustAgree(`${name}'s product`, await run(), wanted, 1e-3)
  }
  return competitors
}
