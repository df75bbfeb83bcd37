import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileTimeline } from './compile'
import { frameAt } from './frameAt'
import { localTime, partAt, sequence, stopsOf } from './sequence'

const part = fc
  .record({
    kind: fc.constantFrom('forward' as const, 'backward' as const),
    nLayers: fc.integer({ min: 1, max: 4 }),
    rate: fc.integer({ min: 25, max: 800 }).map((n) => n / 100),
  })
  .map(({ kind, nLayers, rate }) => compileTimeline({ kind, config: { nLayers }, tokens: { length: 3 } }, { rate }))
const parts = fc.array(part, { minLength: 1, maxLength: 4 })

describe('sequence', () => {
  it('puts the parts one after another without a gap', () => {
    fc.assert(
      fc.property(parts, (timelines) => {
        const seq = sequence(timelines)
        expect(seq.durationMs).toBeCloseTo(
          timelines.reduce((sum, { durationMs }) => sum + durationMs, 0),
          6,
        )
        seq.parts.forEach(({ index, timeline, startMs, endMs }, i) => {
          expect(index).toBe(i)
          expect(timeline).toBe(timelines[i])
          expect(startMs).toBe(seq.parts[i - 1]?.endMs ?? 0)
          expect(endMs - startMs).toBeCloseTo(timeline.durationMs, 6)
        })
        expect(seq.cues.map(({ cue }) => cue)).toEqual(timelines.flatMap(({ cues }) => cues))
        seq.cues.forEach((cue, i) => {
          expect(cue.index).toBe(i)
          expect(cue.startMs).toBe(seq.cues[i - 1]?.endMs ?? 0)
        })
        expect(seq.cues.at(-1)?.endMs).toBe(seq.durationMs)
      }),
    )
  })

  it('shows at every stop exactly the cue that ends there, whatever the sums round to', () => {
    fc.assert(
      fc.property(parts, (timelines) => {
        const seq = sequence(timelines)
        for (const { cue, part, endMs } of seq.cues) {
          expect(partAt(seq, endMs)).toBe(part)
          expect(frameAt(timelines[part] as (typeof timelines)[0], localTime(seq, part, endMs))).toMatchObject({
            cue,
            progress: 1,
          })
        }
        // The first stop after 0 is the end of the first cue that does something.
        expect(stopsOf(seq)).toEqual([0, ...seq.cues.slice(1).map(({ endMs }) => endMs)])
        expect(stopsOf(seq)).toEqual([...new Set(stopsOf(seq))].sort((a, b) => a - b))
      }),
    )
  })

  it('gives each part its own time: nothing before it, all of it after', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: -200, max: 1200 }), (timelines, where) => {
        const seq = sequence(timelines)
        const t = (where / 1000) * seq.durationMs
        for (const { index, startMs, timeline } of seq.parts) {
          const expected = Math.min(Math.max(t - startMs, 0), timeline.durationMs)
          expect(localTime(seq, index, t)).toBeCloseTo(expected, 6)
          if (index < partAt(seq, t)) expect(localTime(seq, index, t)).toBe(timeline.durationMs)
          if (index > partAt(seq, t)) expect(localTime(seq, index, t)).toBe(0)
        }
      }),
    )
  })

  it('refuses a part that is not there, and a time that is none', () => {
    const seq = sequence([compileTimeline({ kind: 'forward', config: { nLayers: 1 }, tokens: { length: 1 } })])
    const refused = expect.objectContaining({ code: 'out-of-range' })
    expect(() => localTime(seq, 1, 0)).toThrow(refused)
    expect(() => localTime(seq, 0, Number.NaN)).toThrow(refused)
    expect(() => partAt(seq, Number.NaN)).toThrow(refused)
    expect(() => partAt(sequence([]), 0)).toThrow(refused)
    expect(stopsOf(sequence([]))).toEqual([0])
  })
})
