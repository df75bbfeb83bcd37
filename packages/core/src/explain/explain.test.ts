import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attentionSinks, heavyHitters, paged, prefixCache, quantised, slidingWindow } from '../cache'
import type { CachePolicy } from '../cache/policy'
import { generate } from '../inference/generate'
import { runForward } from '../inference/runForward'
import type { Model } from '../model/model'
import { createRandom } from '../tensor/random'
import { anyConfig, anyTokens } from '../testing/arbitrary'
import { anyIndex, expectToAddUp, indicesOf, tensorsOf } from '../testing/cells'
import { livelyModel, PATHS } from '../testing/naive'
import { SETTINGS } from '../testing/settings'
import type { Trace } from '../trace/types'
import { runBackward } from '../training/runBackward'
import { explain, OPERATIONS, type Operation } from './index'

const seen = new Set<Operation>()

/** Some numbers of every tensor of a trace add up. */
function expectAnyToAddUp(trace: Trace, model: Model, seed: number, each = 2): void {
  const random = createRandom(seed)
  const tensors = tensorsOf(trace, model)
  for (const [name, { shape }] of tensorsOf(trace))
    for (let n = 0; n < each; n++) seen.add(expectToAddUp(trace, tensors, name, anyIndex(shape, random)).operation)
}

const CACHES: readonly (() => 'none' | CachePolicy)[] = [
  () => 'none',
  () => slidingWindow({ window: 3 }),
  () => attentionSinks({ sinks: 1, window: 2 }),
  () => heavyHitters({ recent: 1, heavy: 2 }),
  () => quantised({ bits: 8 }),
  () => quantised({ bits: 4, symmetric: false }),
  () => paged({ blockSize: 2 }),
]

describe('the terms of any number', () => {
  it.each(PATHS)('add up to what a run found, forward and backward, under every setting, on the %s path', (kernels) => {
    for (const [, config] of SETTINGS) {
      const model = livelyModel(config, 'float32', 7, kernels)
      expectAnyToAddUp(runForward(model, [3, 1, 2, 0, 1, 1]), model, 1)
      expectAnyToAddUp(runBackward(model, [3, 1, 2, 0, 1, 1], [1, 2, -1, 1, 3, 0]), model, 2, 3)
    }
  })

  it('add up in models of any setting, under every cache and fault', () => {
    const given = [anyConfig, fc.nat(), fc.constantFrom(...PATHS), fc.constantFrom('float32', 'float64')] as const
    fc.assert(
      fc.property(...given, (config, seed, path, precision) => {
        const model = livelyModel(config, precision, seed, path)
        const [tokens = []] = fc.sample(anyTokens(config.dVocab, 5, 8), { seed, numRuns: 1 })
        const targets = tokens.map((id, t) => (t % 3 === 1 ? -1 : (id + t) % config.dVocab))
        expectAnyToAddUp(runBackward(model, tokens, targets), model, seed)
        const cache = (CACHES[seed % CACHES.length] as (typeof CACHES)[number])()
        expectAnyToAddUp(generate(model, tokens, { cache, maxNewTokens: 4 }), model, seed)
        const fault = (['unscaled-scores', 'stale-position'] as const)[seed % 2]
        expectAnyToAddUp(generate(model, tokens, { cache, maxNewTokens: 4, fault }), model, seed)
        expectAnyToAddUp(runForward(model, tokens, { fault: 'no-causal-mask' }), model, seed)
      }),
      { numRuns: 12 },
    )
  })

  it('add up where a prefill sees all of itself, in every number', () => {
    for (const cache of ['full', slidingWindow({ window: 3 })] as const) {
      const model = livelyModel(SETTINGS[0]![1], 'float32')
      const trace = generate(model, [1, 2, 3], { maxNewTokens: 4, cache, fault: 'no-causal-mask' })
      const tensors = tensorsOf(trace, model)
      for (const name of ['blocks.1.attn.scores', 'blocks.1.attn.pattern', 'blocks.1.attn.z'])
        for (const index of indicesOf(trace.tensor(name).shape)) expectToAddUp(trace, tensors, name, index)
    }
  })

  it('have every operation among them', () => {
    const model = livelyModel(SETTINGS[0]![1], 'float32')
    const cache = prefixCache({ blockSize: 2, capacity: 20 })
    generate(model, [1, 2, 3, 1], { cache, maxNewTokens: 1 })
    const taken = generate(model, [1, 2, 3, 1], { cache, maxNewTokens: 1 })
    const few = generate(model, [1, 2, 3], { cache: slidingWindow({ window: 2 }), maxNewTokens: 2 })
    const coded = generate(model, [1, 2, 3], { cache: quantised({ bits: 8 }), maxNewTokens: 1 })
    seen.add(explain(taken, 'blocks.0.attn.k', [0, 0, 0]).operation)
    seen.add(explain(few, 'blocks.0.attn.scores', [0, 3, 0]).operation)
    seen.add(explain(coded, 'stored.blocks.0.attn.k', [0, 0, 0]).operation)
    seen.add(explain(taken, 'embed.W_E', [0, 0]).operation)
    // The two that are left have tests of their own.
    expect([...OPERATIONS].filter((one) => !seen.has(one))).toEqual(['intervened', 'held'])
  })
})
