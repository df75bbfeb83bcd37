/** What the bench takes from the library, bundled from its source. */
import type { Model } from '../packages/core/src/model/model'

export { createCache } from '../packages/core/src/inference/cache'
export { forwardRows } from '../packages/core/src/model/forward'
export { createModel } from '../packages/core/src/model/model'
export { createRun } from '../packages/core/src/model/run'
export { runForward } from '../packages/core/src/model/runForward'
export { loadSortModel } from '../packages/core/src/models/sort'
export { drawSortExample } from '../packages/core/src/models/sortTask'
export { linearForward } from '../packages/core/src/ops/linear'
export { createRandom } from '../packages/core/src/tensor/random'
export { createTrainer } from '../packages/core/src/training/trainer'

/** The same model outside of the kernels' memory, so that the plain TypeScript runs. */
export function plainTwin(model: Model): Model {
  return { ...model, params: Float32Array.from(model.params) }
}
