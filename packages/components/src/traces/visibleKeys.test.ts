import { createModel, generate, runForward } from '@glassformer/core'
import { slidingWindow } from '@glassformer/core/cache'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOutOfStep, isWindowed, keysOf, seen, visibleKeysOf } from './visibleKeys'

const runs = fc.record({
  attentionWindow: fc.integer({ min: 1, max: 12 }),
  count: fc.integer({ min: 1, max: 6 }),
  maxNewTokens: fc.integer({ min: 1, max: 4 }),
  fault: fc.constantFrom(undefined, 'no-causal-mask' as const, 'stale-position' as const),
  cache: fc.constantFrom('full' as const, 'none' as const),
  forward: fc.boolean(),
})

describe('seen', () => {
  it('is true of those scores that the engine computed, and of no others', () => {
    fc.assert(
      fc.property(runs, ({ attentionWindow, count, maxNewTokens, fault, cache, forward }) => {
        const model = createModel({ nLayers: 1, nHeads: 2, dModel: 8, nCtx: 12, dVocab: 9, attentionWindow })
        const ids = Array.from({ length: count }, (_, i) => i)
        const sound = fault === 'stale-position' && forward ? undefined : fault
        const trace = forward
          ? runForward(model, ids, { fault: sound })
          : generate(model, ids, { maxNewTokens, cache, fault: sound })
        fc.pre(!isOutOfStep(trace))
        const { data, shape } = trace.tensor('blocks.0.attn.scores')
        const n = shape[1] as number
        const sight = visibleKeysOf(trace, n)
        expect(isWindowed(sight)).toBe(attentionWindow < n)
        for (let q = 0; q < n; q++) {
          for (let k = 0; k < n; k++) expect(seen(sight, q, k), `${q} ${k}`).toBe(data[q * n + k] !== -Infinity)
          expect(keysOf(sight, q)).toEqual([...Array(n).keys()].filter((k) => data[q * n + k] !== -Infinity))
        }
      }),
      { numRuns: 60 },
    )
  })

  it('knows the pass that computed a query when there is no mask', () => {
    const model = createModel({ nLayers: 1, nHeads: 1, dModel: 4, nCtx: 8, dVocab: 5 })
    const trace = generate(model, [1, 2, 3], {
      maxNewTokens: 3,
      fault: 'no-causal-mask',
      cache: slidingWindow({ window: 8 }),
    })
    expect([0, 1, 2, 3, 4].map((query) => visibleKeysOf(trace, 5).last[query])).toEqual([2, 2, 2, 3, 4])
  })
})
