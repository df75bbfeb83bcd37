import { describe, expect, it } from 'vitest'
import { generate } from '../inference/generate'
import { runForward } from '../inference/runForward'
import { indicesOf, shapesOf } from '../testing/cells'
import { livelyModel, PATHS } from '../testing/naive'
import { SETTINGS } from '../testing/settings'
import type { Trace } from '../trace/types'
import { runBackward } from '../training/runBackward'
import { explain } from './index'

/** The largest distance of a sum of terms from its value, as a part of what it may be. */
function worst(trace: Trace): number {
  let most = 0
  for (const [name, shape] of shapesOf(trace)) {
    let worstOf = 0
    for (const index of indicesOf(shape)) {
      const { value, terms, bound, missing } = explain(trace, name, index)
      if (missing) throw new Error(`missing ${name}`)
      const sum = terms.reduce((all, term) => all + term.value, 0)
      if (value !== -Infinity && bound > 0) worstOf = Math.max(worstOf, Math.abs(sum - value) / bound)
      if (Number.isNaN(sum)) throw new Error(`nan ${name} ${index}`)
    }
    most = Math.max(worstOf, most)
  }
  return most
}

describe.each(PATHS)('on the %s path', (kernels) => {
  it.each(SETTINGS)('every number of a run adds up: %s', (_, config) => {
    const model = livelyModel(config, 'float32', 7, kernels)
    const forward = worst(runForward(model, [3, 1, 2, 0, 1]))
    const generation = worst(generate(model, [3, 1, 2], { maxNewTokens: 3 }))
    const backward = worst(runBackward(model, [3, 1, 2, 0, 1], [1, 2, 0, 1, -1]))
    expect(Math.max(forward, generation, backward)).toBeLessThan(0.5)
  })
})
