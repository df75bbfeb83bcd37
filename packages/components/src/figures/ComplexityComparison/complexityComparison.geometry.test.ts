import {
  compileTimeline,
  countOps,
  createModel,
  frameAt,
  generate,
  type StepCounts,
  WORK_KINDS,
} from '@glassformer/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seen, visibleKeysOf } from '../../traces/visibleKeys'
import {
  barsOf,
  compareSteps,
  curveOf,
  pairsOf,
  pathOf,
  rowsOf,
  stepProgress,
  totalSoFar,
} from './complexityComparison.geometry'

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

describe('time', () => {
  const trace = run(3, 4, 'full', true)
  const timeline = compileTimeline(trace)
  const steps = compareSteps(trace)

  it('adds up exactly the steps whose logits are there, forwards and backwards', () => {
    const moments = timeline.cues.map((cue) => cue.endMs)
    for (const timeMs of [...moments, ...moments.toReversed()]) {
      const frame = frameAt(timeline, timeMs) as Parameters<typeof totalSoFar>[2]
      const finished = timeline.cues.filter((cue) => cue.kind === 'sample' && cue.endMs <= timeMs).length
      for (const side of ['cached', 'uncached'] as const) {
        const expected = steps.slice(0, finished).reduce((sum, step) => sum + step[side].totalMacs, 0)
        expect(totalSoFar(steps, side, frame).totalMacs).toBe(expected)
      }
    }
  })

  it('goes from 0 to 1 within each step', () => {
    for (const step of steps) {
      const cues = timeline.cues.filter((cue) => cue.step === step.index && cue.kind !== 'idle')
      const seen = cues.map((cue) =>
        stepProgress(frameAt(timeline, cue.endMs) as Parameters<typeof stepProgress>[0], 2),
      )
      expect(seen.at(-1)).toBe(1)
      expect([...seen].sort((a, b) => a - b)).toEqual(seen)
      if (step.index > 0) expect(seen[0]).toBe(0)
    }
    expect(stepProgress(frameAt(timeline, 0) as Parameters<typeof stepProgress>[0], 2)).toBe(0)
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

  it('grows by a nearly constant amount with a cache and by ever more without', () => {
    const macs = (side: 'cached' | 'uncached') =>
      curveOf(model.config, 1, 2048, side, 'step').map((point) => point.macs)
    const [a, b] = [macs('cached'), macs('uncached')]
    const rise = (list: readonly number[]) => list.slice(1).map((value, i) => value - (list[i] as number))
    const [cachedRise, uncachedRise] = [rise(a).slice(0, -1), rise(b).slice(0, -1)]
    expect(new Set(cachedRise).size).toBe(1)
    expect(uncachedRise.every((value, i) => i === 0 || value > (uncachedRise[i - 1] as number))).toBe(true)
  })

  it('draws more work higher', () => {
    expect(
      pathOf(
        [
          { n: 0, macs: 0 },
          { n: 50, macs: 5 },
          { n: 100, macs: 10 },
        ],
        100,
        10,
        { width: 10, height: 4 },
      ),
    ).toBe('M0 4L5 2L10 0')
  })
})
