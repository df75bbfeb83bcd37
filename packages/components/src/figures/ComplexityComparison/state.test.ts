import { compileTimeline, createModel, frameAt, generate, WORK_KINDS } from '@glassformer/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareSteps } from './data'
import { layersScored, stagesDone, totalSoFar, workSoFar } from './state'

const model = createModel({ nLayers: 2, nHeads: 4, nKVHeads: 2, dModel: 8, nCtx: 32, dVocab: 11 }, { seed: 5 })
const trace = generate(model, [0, 3, 6], { maxNewTokens: 4, compare: true })
const timeline = compileTimeline(trace)
const steps = compareSteps(trace)
const { config } = model
const at = (timeMs: number) => frameAt(timeline, timeMs)
const SIDES = ['cached', 'uncached'] as const

describe('the work done so far', () => {
  it('is all of a step at its end, and nothing of it at its beginning, in whatever order moments are asked for', () => {
    const ends = timeline.cues.filter(({ kind }) => kind === 'sample').map(({ endMs }) => endMs)
    for (const timeMs of [...ends, ...ends.toReversed()])
      for (const side of SIDES) {
        const finished = timeline.cues.filter((cue) => cue.kind === 'sample' && cue.endMs <= timeMs).length
        const expected = steps.slice(0, finished).reduce((sum, step) => sum + step[side].totalMacs, 0)
        expect(totalSoFar(steps, side, config, at(timeMs)).totalMacs).toBeCloseTo(expected, 6)
        expect(totalSoFar(steps, side, config, at(timeMs + 1)).totalMacs).toBeCloseTo(expected, 6)
      }
    expect(totalSoFar(steps, 'cached', config, at(0)).totalMacs).toBe(0)
  })

  it('leaves out nothing of the running step: each cue that ends adds the work that it did', () => {
    const [step] = steps.slice(1)
    const macs = step?.cached.macs
    const layer = (kind: (typeof WORK_KINDS)[number]) => (macs?.[kind] ?? 0) / config.nLayers
    // Q, K, V of 4 + 2 + 2 heads and the output of 4: the first are two thirds.
    const work = {
      embed: 0,
      project: (layer('projections') * 8) / 12,
      write: 0,
      read: layer('scores'),
      attend: layer('weightedValues') + (layer('projections') * 4) / 12,
      mlp: layer('mlp'),
      sample: macs?.unembed ?? 0,
    }
    let sum = steps[0]?.cached.totalMacs ?? 0
    for (const cue of timeline.cues.filter((cue) => cue.step === 1)) {
      sum += work[cue.kind as keyof typeof work]
      expect(totalSoFar(steps, 'cached', config, at(cue.endMs)).totalMacs).toBeCloseTo(sum, 6)
    }
  })

  it('never shrinks, and changes exactly when the key for rendering does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 1000 }), (a, b) => {
        const [early, late] = [Math.min(a, b), Math.max(a, b)].map((part) => at((part / 1000) * timeline.durationMs))
        if (!early || !late) return
        for (const side of SIDES) {
          const [before, after] = [early, late].map((frame) => totalSoFar(steps, side, config, frame).totalMacs)
          expect(after as number).toBeGreaterThanOrEqual((before as number) - 1e-6)
          if (stagesDone(early) === stagesDone(late)) expect(after).toBe(before)
        }
      }),
    )
  })

  it('counts the pairs that are scored by layers, none before the first is asked', () => {
    const [project] = timeline.cues.filter((cue) => cue.step === 1 && cue.kind === 'project')
    expect(layersScored(at(project?.endMs ?? 0))).toBe(0)
    const reads = timeline.cues.filter((cue) => cue.step === 1 && cue.kind === 'read')
    expect(reads.map(({ endMs }) => layersScored(at(endMs)))).toEqual([1, 2])
    const [first] = reads
    if (first) expect(layersScored(at((first.startMs + first.endMs) / 2))).toBeCloseTo(0.5, 6)
  })

  it('is all kinds of work together', () => {
    const counts = workSoFar(steps[1]?.cached as (typeof steps)[number]['cached'], config, at(timeline.durationMs / 2))
    expect(WORK_KINDS.reduce((sum, kind) => sum + counts.macs[kind], 0)).toBeCloseTo(counts.totalMacs, 6)
  })
})
