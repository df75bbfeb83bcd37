/** The sorting model's forward pass over its eleven tokens: the same logits from everyone, and then how long each takes. */
import { onnxTransformer } from './peers/onnxModel.mjs'
import { openSession } from './peers/ort.mjs'
import { take } from './peers/tfjs.mjs'
import { maskOf, oneHotOf, tfjsForward, tfjsParameters } from './peers/tfjsModel.mjs'

const TOKENS = [2, 1, 0, 2, 1, 0, 0, 0, 1, 1, 2]
const WITHIN = 1e-4

/** Throws unless two arrays agree; whoever computes something else is not timed. */
export function mustAgree(name, got, wanted, within = WITHIN) {
  if (got.length !== wanted.length) throw new Error(`${name} gives ${got.length} numbers; ${wanted.length} are wanted.`)
  const worst = wanted.reduce((most, value, i) => Math.max(most, Math.abs(value - got[i])), 0)
  if (!(worst <= within)) throw new Error(`${name} is off by ${worst}, more than ${within}.`)
}

/** onnxruntime-web, by the names of its instances. */
export async function ortForward(model, ort) {
  const competitors = {}
  const T = TOKENS.length
  for (const [name, instance] of Object.entries(ort)) {
    const session = await openSession(instance, onnxTransformer(model, 1, T))
    const tokens = new instance.Tensor('int64', BigInt64Array.from(TOKENS, BigInt), [1, T])
    const logits = async () => (await session.run({ tokens })).logits.data
    competitors[name] = { run: logits, logits }
  }
  return competitors
}

/** Competitors by name, all checked. */
export async function forwardCompetitors({ ours, tfjs, ort }) {
  const model = ours.loadSortModel()
  const plain = ours.plainTwin(model)
  const T = TOKENS.length
  const wanted = ours.runForward(plain, TOKENS).tensor('logits').data
  const own = (run) => ({ run, logits: () => run().tensor('logits').data })
  const again = (model) => {
    const into = ours.runForward(model, TOKENS)
    return own(() => ours.runForward(model, TOKENS, { into }))
  }
  const competitors = {
    ours: again(model),
    'ours, a new trace each': own(() => ours.runForward(model, TOKENS)),
    'ours, plain': again(plain),
  }
  for (const [name, tf] of Object.entries(tfjs)) {
    take(tf)
    const parameters = tfjsParameters(tf, model)
    const mask = maskOf(tf, T)
    const oneHot = oneHotOf(tf, TOKENS, model.config.dVocab)
    const logits = () => {
      const tensor = tf.tidy(() => tfjsForward(tf, model.config, parameters, oneHot, mask, 1, T))
      const numbers = tensor.dataSync()
      tensor.dispose()
      return numbers
    }
    competitors[`tfjs ${name}`] = { run: logits, logits, before: () => take(tf) }
  }
  Object.assign(competitors, await ortForward(model, ort))
  for (const [name, { logits, before }] of Object.entries(competitors)) {
    before?.()
    mustAgree(name, await logits(), wanted)
  }
  return competitors
}
