import { compileTimeline, frameAt, type Timeline } from '@glassformer/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stagesOf } from './data'
import { FOLD_OVER, flightAt, foldedRange } from './geometry'
import { barGrowth, chipState, computedAt, flightProgress, focusPosition, lightAt } from './state'

const small = fc.integer({ min: 1, max: 4 })
type Machine = Timeline & { readonly kind: 'forward' | 'generation' }
const machines: fc.Arbitrary<Machine> = fc.oneof(
  fc
    .tuple(small, small)
    .map(([nLayers, n]) => compileTimeline({ kind: 'forward' as const, config: { nLayers }, tokens: { length: n } })),
  fc.tuple(small, small, small, fc.boolean()).map(([nLayers, promptLength, nSteps, cached]) =>
    compileTimeline({
      kind: 'generation' as const,
      config: { nLayers },
      tokens: { length: promptLength + nSteps },
      promptLength,
      steps: Array.from({ length: nSteps }, (_, i) => ({
        from: cached && i > 0 ? promptLength + i - 1 : 0,
        to: promptLength + i,
      })),
    }),
  ),
)
const fraction = fc.integer({ min: 0, max: 1000 }).map((n) => (n + 0.37) / 1001)
/** Moments within cues, and the ends of cues. */
const moments = (timeline: Machine, where: number, pick: number) => [
  where * timeline.durationMs,
  timeline.cues[pick % timeline.cues.length]?.endMs as number,
]

describe('chipState', () => {
  it('equals a replay of the cues, at every time', () => {
    fc.assert(
      fc.property(machines, fraction, fc.nat(), (timeline, where, pick) => {
        for (const t of moments(timeline, where, pick)) {
          const frame = frameAt(timeline, t)
          const state: string[] = Array(timeline.nTokens).fill('queue')
          for (const cue of timeline.cues) {
            if (cue.startMs >= t) break
            const over = cue.kind === 'sample' && cue.endMs <= t
            if (cue.kind !== 'idle') state.fill(over ? 'done' : 'current', cue.from, cue.to)
          }
          for (let p = 0; p < frame.tokensVisible; p++) expect(chipState(frame, p)).toBe(state[p])
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('the column', () => {
  it('fills from the top, and agrees with the frame', () => {
    fc.assert(
      fc.property(machines, fraction, fc.nat(), (timeline, where, pick) => {
        for (const t of moments(timeline, where, pick)) {
          const frame = frameAt(timeline, t)
          const stages = stagesOf(timeline.nLayers)
          const counts = stages.map((stage) => computedAt(stage, frame))
          expect(counts).toEqual(counts.toSorted((a, b) => b - a))
          expect(counts.slice(1, -1)).toEqual(frame.done)
          expect(counts.at(-1)).toBeGreaterThanOrEqual(frame.predicted)
          expect(counts[0]).toBeLessThanOrEqual(frame.tokensVisible)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('has nothing in it before the first cue, and everything at the end', () => {
    const timeline = compileTimeline({ kind: 'forward', config: { nLayers: 2 }, tokens: { length: 3 } })
    const at = (t: number) => stagesOf(2).map((stage) => computedAt(stage, frameAt(timeline, t)))
    expect(at(0)).toEqual([0, 0, 0, 0])
    expect(at(timeline.durationMs)).toEqual([3, 3, 3, 3])
  })

  it('sends the light down without a jump, once a step', () => {
    fc.assert(
      fc.property(machines, (timeline) => {
        const jumps: number[] = []
        let before = { step: -1, light: 0 }
        for (let t = 0; t <= timeline.durationMs; t += 23) {
          const frame = frameAt(timeline, t)
          const light = lightAt(frame, timeline.nLayers)
          if (light === null) continue
          jumps.push(light - (before.step === frame.cue.step ? before.light : 0))
          before = { step: frame.cue.step, light }
        }
        expect(Math.min(...jumps)).toBeGreaterThanOrEqual(0)
        expect(Math.max(...jumps)).toBeLessThan(0.2)
        expect(before.light).toBeLessThanOrEqual(timeline.nLayers + 2)
        expect(lightAt(frameAt(timeline, 0), timeline.nLayers)).toBeNull()
      }),
      { numRuns: 20 },
    )
  })

  it('shows the position pointed at, once the text has it', () => {
    const timeline = compileTimeline({
      kind: 'generation',
      config: { nLayers: 1 },
      tokens: { length: 5 },
      promptLength: 3,
      steps: [
        { from: 0, to: 3 },
        { from: 3, to: 4 },
      ],
    })
    const [start, end] = [frameAt(timeline, 0), frameAt(timeline, timeline.durationMs)]
    expect([null, 0, 3, -1].map((selected) => focusPosition(start, 3, selected))).toEqual([2, 0, 2, 2])
    expect([null, 0, 4, 5].map((selected) => focusPosition(end, 3, selected))).toEqual([3, 0, 4, 3])
  })
})

describe('the flight', () => {
  const point = fc.record({ x: fc.integer({ min: -900, max: 900 }), y: fc.integer({ min: -900, max: 900 }) })

  it('starts and ends where it should, at even speed, near the straight line', () => {
    fc.assert(
      fc.property(point, point, (from, to) => {
        expect(flightAt(-1, from, to)).toEqual(from)
        expect(flightAt(0, from, to)).toEqual(from)
        expect(flightAt(1, from, to)).toEqual(to)
        const chord = Math.hypot(to.x - from.x, to.y - from.y)
        const path = Array.from({ length: 11 }, (_, i) => flightAt(i / 10, from, to))
        const legs = path.slice(1).map((p, i) => Math.hypot(p.x - (path[i]?.x ?? 0), p.y - (path[i]?.y ?? 0)))
        for (const leg of legs) expect(leg).toBeCloseTo(legs[0] as number, 6)
        const middle = flightAt(0.5, from, to)
        const aside = Math.hypot(middle.x - (from.x + to.x) / 2, middle.y - (from.y + to.y) / 2)
        expect(aside).toBeCloseTo(0.16 * chord, 6)
      }),
    )
  })

  it('is in the air in the last part of a sample cue of a generation alone, after the bars have grown', () => {
    fc.assert(
      fc.property(machines, fraction, (timeline, where) => {
        const frame = frameAt(timeline, where * timeline.durationMs)
        const flight = flightProgress(frame)
        if (flight === null) return
        expect(timeline.kind).toBe('generation')
        expect(frame.cue.kind).toBe('sample')
        expect(frame.predicted).toBe(frame.cue.to)
        expect(frame.tokensVisible).toBe(frame.cue.to)
        expect(barGrowth(frame)).toBe(1)
        expect(flight).toBeCloseTo(2 * frame.progress - 1, 9)
      }),
      { numRuns: 300 },
    )
  })
})

describe('foldedRange', () => {
  it('keeps a short line whole, and the same number of a long one', () => {
    expect(foldedRange(FOLD_OVER, false)).toEqual({ from: 0, to: 0 })
    for (const count of [FOLD_OVER + 1, 64, 96]) {
      const { from, to } = foldedRange(count, false)
      expect(count - (to - from)).toBe(28)
      expect(foldedRange(count, true)).toEqual({ from: 0, to: 0 })
    }
  })
})
