/**
 * The page of a second, tiny site: trains in the worker whose file a bundler found in the installed package, and in the
 * page itself, and says in its title whether the bits are the same.
 */
import { createModel, train } from '@glassformer/core'

const config = { nLayers: 1, nHeads: 2, dModel: 8, nCtx: 6, dVocab: 4 }
const options = { data: [[0, 1, 2, 3, 0, 1]], steps: 5, batchSize: 2 }

async function trained(worker) {
  const model = createModel(config, { seed: 1 })
  await train(model, { ...options, worker })
  return model.params.join()
}

try {
  document.title = (await trained(true)) === (await trained(false)) ? 'same bits' : 'other bits'
} catch (error) {
  document.title = error.message
}
