import { createModel, generate, runBackward } from '@glassformer/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLesson } from '../../lesson/handle'
import { activeAt, type Span, shareOf, spansOf } from './spans'

const model = createModel({ nLayers: 2, nHeads: 2, dModel: 8, nCtx: 16, dVocab: 7 }, { seed: 1 })
const { sequence } = createLesson({
  generation: generate(model, [1, 2, 3], { maxNewTokens: 2 }),
  backward: runBackward(model, [1, 2, 3, 4]),
})
const cue = (kind: string, step: number, layer: number | null = null) =>
  sequence.cues.find((at) => at.cue.kind === kind && at.cue.step === step && at.cue.layer === layer)

describe('spansOf', () => {
  it('goes from the start of one step to the end of another', () => {
    const [span] = spansOf(sequence, [{ from: { kind: 'embed', step: 1 }, to: { kind: 'read', layer: 0 } }])
    expect(span).toEqual({ startMs: cue('embed', 1)?.startMs, endMs: cue('read', 1, 0)?.endMs, missing: false })
  })

  it('goes on where the segment before ended, plays one step alone, or nothing', () => {
    const [first, second, third, rest] = spansOf(sequence, [
      { to: { kind: 'prefill', layer: -1 } },
      { to: { kind: 'sample' } },
      { from: { kind: 'read', layer: 1, step: 1 } },
      {},
    ])
    expect(first).toEqual({ startMs: 0, endMs: cue('prefill', 0, 1)?.endMs, missing: false })
    expect(second).toEqual({ startMs: first?.endMs, endMs: cue('sample', 0)?.endMs, missing: false })
    expect(third).toMatchObject({ startMs: cue('read', 1, 1)?.startMs, endMs: cue('read', 1, 1)?.endMs })
    expect(rest).toEqual({ startMs: third?.endMs, endMs: third?.endMs, missing: false })
  })

  it('rests where the one before ended, and says so, where the run has no such step', () => {
    const [, gone, lost, backwards] = spansOf(sequence, [
      { to: { kind: 'sample' } },
      { from: { kind: 'embed', step: 7 } },
      { to: { kind: 'read', layer: 9 } },
      { from: { kind: 'update' }, to: { kind: 'prefill' } },
    ])
    const endMs = cue('sample', 0)?.endMs
    for (const span of [gone, lost, backwards]) expect(span).toEqual({ startMs: endMs, endMs, missing: true })
  })
})

const spans: readonly Span[] = [
  { startMs: 0, endMs: 100, missing: false },
  { startMs: 100, endMs: 100, missing: false },
  { startMs: 100, endMs: 300, missing: false },
  { startMs: 200, endMs: 400, missing: false },
  { startMs: 600, endMs: 700, missing: false },
]

describe('activeAt', () => {
  it.each([
    [0, 0, 0],
    [0, 100, 0],
    [1, 100, 1],
    [2, 100, 2],
    [0, 101, 2],
    [2, 250, 2],
    [3, 250, 3],
    [4, 250, 2],
    [2, 301, 3],
    [0, 500, 3],
    [0, 650, 4],
    [4, 900, 4],
    [4, 0, 0],
  ])('with segment %d chosen, the moment %d belongs to segment %d', (chosen, timeMs, active) => {
    expect(activeAt(spans, chosen, timeMs)).toBe(active)
  })

  it('keeps what was chosen wherever it holds the moment, and always finds one that began before it', () => {
    const some = fc
      .array(fc.tuple(fc.nat(1000), fc.nat(300)), { minLength: 1, maxLength: 8 })
      .map((pairs) => pairs.map(([startMs, ms]): Span => ({ startMs, endMs: startMs + ms, missing: false })))
    fc.assert(
      fc.property(some, fc.nat(8), fc.nat(1500), (all, chosen, timeMs) => {
        const at = activeAt(all, chosen, timeMs)
        const own = all[chosen]
        expect(all[at]).toBeDefined()
        if (own && own.startMs <= timeMs && timeMs <= own.endMs) expect(at).toBe(chosen)
        const someHolds = all.some(({ startMs, endMs }) => startMs < timeMs && timeMs <= endMs)
        if (someHolds) expect((all[at] as Span).endMs).toBeGreaterThanOrEqual(timeMs)
      }),
    )
  })

  it('has none without segments', () => expect(activeAt([], 0, 50)).toBe(-1))
})

it('tells how far a span has come, and that what plays nothing is done', () => {
  expect([50, 100, 200, 300, 999].map((ms) => shareOf(spans[2] as Span, ms))).toEqual([0, 0, 0.5, 1, 1])
  expect(shareOf(spans[1] as Span, 0)).toBe(1)
})
