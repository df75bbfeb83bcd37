/** One training step of the sorting model on 32 examples, Adam included: the same losses from everyone, then the time. */
import { mustAgree } from './forward.mjs'
import { take } from './peers/tfjs.mjs'
import { maskOf, oneHotOf, tfjsParameters, tfjsStep, variablesOf } from './peers/tfjsModel.mjs'

const BATCH = 32
const RATE = 1e-3

export async function stepCompetitors({ ours, tfjs }) {
  const { config } = ours.loadSortModel()
  const start = () => ours.createModel(config, { seed: 1 })
  const random = ours.createRandom(1)
  const batch = Array.from({ length: BATCH }, () => ours.drawSortExample(random))
  const counted = batch.flatMap(({ targets }) => targets).filter((target) => target >= 0).length
  const options = { weightDecay: 0, maxGradNorm: Number.POSITIVE_INFINITY }
  const own = (model) => {
    const trainer = ours.createTrainer(model, options)
    return { run: () => trainer.step(batch, RATE).loss }
  }
  const competitors = { ours: own(start()), 'ours, plain': own(ours.plainTwin(start())) }
  for (const [name, tf] of Object.entries(tfjs)) {
    take(tf)
    const parameters = tfjsParameters(tf, start())
    const variables = variablesOf(parameters)
    const optimizer = tf.train.adam(RATE, 0.9, 0.999, 1e-8)
    const T = batch[0].tokens.length
    const given = {
      oneHot: oneHotOf(
        tf,
        batch.flatMap(({ tokens }) => tokens),
        config.dVocab,
      ),
      goals: oneHotOf(
        tf,
        batch.flatMap(({ targets }) => targets),
        config.dVocab,
      ),
      mask: maskOf(tf, T),
      counted,
      B: BATCH,
      T,
    }
    const run = () => tfjsStep(tf, config, parameters, variables, optimizer, given)
    competitors[`tfjs ${name}`] = { run, before: () => take(tf) }
  }
  const losses = {}
  for (const [name, { run, before }] of Object.entries(competitors)) {
    before?.()
    losses[name] = [run(), run(), run(), run()]
  }
  // The later losses come after updates, so they check the gradients and Adam as well.
  for (const [name, own] of Object.entries(losses)) mustAgree(name, own, losses['ours, plain'])
  return competitors
}
