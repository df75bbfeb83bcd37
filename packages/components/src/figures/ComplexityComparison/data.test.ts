import { countOps, createModel, generate, resolveConfig, type StepCounts, WORK_KINDS } from '@glassformer/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seen, visibleKeysOf } from '../../traces/visibleKeys'
import { barsOf, compareSteps, curveOf, growthOf, pairsOf, rowsOf } from './data'

const config = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 32, dVocab: 11 }
const model = createModel(config, { seed: 5 })
const run = (promptLength: number, maxNewTokens: number, cache: 'full' | 'none', compare: boolean) =>
  generate(
    model,
    Array.from({ length: promptLength }, (_, i) => (i * 3) % 11),
    { maxNewTokens, cache, compare },
  )

const runs = fc.record({
  prompt: fc.integer({ min: 1, max: 8 }),
  fresh: fc.integer({ min: 1, max: 5 }),
  cache: fc.constantFrom('full' as const, 'none' as const),
})

describe('compareSteps', () => {
  it('puts the counted cached run on one side and the uncached on the other, whichever was the main run', () => {
    fc.assert(
      fc.property(runs, ({ prompt, fresh, cache }) => {
        const compared = compareSteps(run(prompt, fresh, cache, true))
        const cached = run(prompt, fresh, 'full', false).steps.map((step) => step.counts)
        const uncached = run(prompt, fresh, 'none', false).steps.map((step) => step.counts)
        expect(compared.map((step) => step.cached)).toEqual(cached)
        expect(compared.map((step) => step.uncached)).toEqual(uncached)
        for (const step of compared) expect(step.difference).toBeLessThan(1e-5)
      }),
      { numRuns: 20 },
    )
  })

  it('counts by formula what was not run, and says so by a null difference', () => {
    fc.assert(
      fc.property(runs, ({ prompt, fresh, cache }) => {
        const strip = (steps: readonly { cached: StepCounts; uncached: StepCounts }[]) =>
          steps.map(({ cached, uncached }) => ({ cached, uncached }))
        const alone = compareSteps(run(prompt, fresh, cache, false))
        expect(strip(alone)).toEqual(strip(compareSteps(run(prompt, fresh, cache, true))))
        expect(alone.every((step) => step.difference === null)).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  it('names rows that agree with the scores that were counted', () => {
    const perPair = config.nLayers * config.dModel
    for (const step of compareSteps(run(4, 5, 'full', true)))
      for (const side of ['cached', 'uncached'] as const) {
        const { from, to } = rowsOf(step, side)
        let pairs = 0
        for (let q = from; q < to; q++) pairs += q + 1
        expect(step[side].macs.scores).toBe(pairs * perPair)
      }
  })
})

describe('pairsOf', () => {
  it('is as many as the queries of a step see, under a window too', () => {
    fc.assert(
      fc.property(runs, fc.integer({ min: 1, max: 5 }), ({ prompt, fresh, cache }, attentionWindow) => {
        const windowed = createModel({ ...config, attentionWindow }, { seed: 5 })
        const ids = Array.from({ length: prompt }, (_, i) => i)
        const trace = generate(windowed, ids, { maxNewTokens: fresh, cache })
        const sight = visibleKeysOf(trace, prompt + fresh)
        for (const step of compareSteps(trace))
          for (const side of ['cached', 'uncached'] as const) {
            const { from, to } = rowsOf(step, side)
            let pairs = 0
            for (let q = from; q < to; q++) for (let k = 0; k < to; k++) pairs += seen(sight, q, k) ? 1 : 0
            expect(pairsOf(windowed.config, step[side])).toBe(pairs)
          }
      }),
      { numRuns: 30 },
    )
  })
})

describe('bars and curves', () => {
  it('makes bars whose shares are their counts over the common scale', () => {
    const counts = run(5, 2, 'full', false).steps[1]?.counts as StepCounts
    const bars = barsOf(counts, counts.totalMacs * 2)
    expect(bars.map((bar) => bar.kind)).toEqual([...WORK_KINDS])
    expect(bars.reduce((sum, bar) => sum + bar.share, 0)).toBeCloseTo(0.5, 12)
  })

  it('ends at 2048 tokens with the sums of every step until then', () => {
    for (const side of ['cached', 'uncached'] as const) {
      const cache = side === 'cached' ? 'full' : 'none'
      const { steps, total } = countOps(model.config, { promptLength: 5, newTokens: 2044, cache })
      expect(curveOf(model.config, 5, 2048, side, 'total').at(-1)).toEqual({ n: 2048, macs: total.totalMacs })
      expect(curveOf(model.config, 5, 2048, side, 'step').at(-1)).toEqual({ n: 2048, macs: steps.at(-1)?.totalMacs })
    }
  })

  it('grows by the same amount for every token with a cache, and by ever more without', () => {
    const rises = (side: 'cached' | 'uncached') => {
      const points = curveOf(model.config, 1, 2048, side, 'step')
      return points.slice(1).map(({ n, macs }, i) => {
        const before = points[i] as (typeof points)[number]
        return (macs - before.macs) / (n - before.n)
      })
    }
    expect(new Set(rises('cached')).size).toBe(1)
    expect(rises('uncached').every((rise, i, all) => i === 0 || rise > (all[i - 1] as number))).toBe(true)
  })

  it('is drawn through points that lie close on a logarithmic axis too', () => {
    const points = curveOf(model.config, 4, 8192, 'uncached', 'total')
    const gaps = points.slice(1).map(({ n }, i) => Math.log(n / (points[i]?.n ?? 1)))
    expect(Math.max(...gaps)).toBeLessThan(0.25)
    expect(points.length).toBeLessThan(200)
  })

  it('tells the power with which each grows: in total, linear work becomes quadratic, and quadratic cubic', () => {
    // Attention alone: without projections to speak of, the pairs decide.
    const narrow = { nLayers: 1, nHeads: 1, dModel: 2, dHead: 64, dMlp: 1, nCtx: 8192, dVocab: 2 }
    const power = (side: 'cached' | 'uncached', mode: 'step' | 'total') =>
      growthOf(curveOf(resolveConfig(narrow), 4, 8192, side, mode))
    expect(power('cached', 'step')).toBeCloseTo(1, 1)
    expect(power('cached', 'total')).toBeCloseTo(2, 1)
    expect(power('uncached', 'step')).toBeCloseTo(2, 1)
    expect(power('uncached', 'total')).toBeCloseTo(3, 1)
    expect(growthOf([])).toBeNull()
    expect(growthOf([{ n: 3, macs: 3 }])).toBeNull()
  })
})
