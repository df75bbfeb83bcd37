/** What the bench takes from the library, bundled from its source. */

import { runForward } from '../packages/core/src/inference/runForward'
import { moveToArena, takeFloats } from '../packages/core/src/kernels/arena'
import type { Model } from '../packages/core/src/model/model'
import { loadSortModel } from '../packages/core/src/models/sort'

export { createCache } from '../packages/core/src/cache/full'
export { generateSteps } from '../packages/core/src/inference/generate'
export { forwardRows } from '../packages/core/src/model/forward'
export { createModel } from '../packages/core/src/model/model'
export { createRun, releaseRun } from '../packages/core/src/model/run'
export { drawSortExample } from '../packages/core/src/models/sortTask'
export { linearForward } from '../packages/core/src/ops/linear'
export { createRandom } from '../packages/core/src/tensor/random'
export { createTrainer } from '../packages/core/src/training/trainer'

export { loadSortModel, runForward }

/** Floating-point operations of the products in one forward pass of the sorting model: a multiplication and an addition each. */
export function forwardFlops(): number {
  return 2 * runForward(loadSortModel(), [2, 1, 0, 2, 1, 0, 0, 0, 1, 1, 2]).counts.totalMacs
}

/** The same model outside of the kernels' memory, so that the plain TypeScript runs. */
export function plainTwin(model: Model): Model {
  return { ...model, params: Float32Array.from(model.params) }
}

/** Copies of the arrays in one memory that the kernels work in. */
export function placed(arrays: readonly Float32Array[]): Float32Array[] {
  const [first, ...rest] = arrays as readonly [Float32Array, ...Float32Array[]]
  const home = moveToArena(first, rest.reduce((size, array) => size + array.length, 0) + 1024) as Float32Array
  const others = rest.map((array) => {
    const copy = takeFloats(home, array.length) as Float32Array
    copy.set(array)
    return copy
  })
  return [home, ...others]
}
