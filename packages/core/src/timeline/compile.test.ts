import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { compileTimeline, DEFAULT_DURATIONS, type TimelineOf } from './compile'
import type { Cue, CueKind } from './types'

const tokens = (n: number) => Array.from({ length: n }, (_, id) => ({ id, text: `${id}` }))
const forward = (nLayers: number, n: number) => ({ kind: 'forward', config: { nLayers }, tokens: tokens(n) }) as const
const backward = (nLayers: number, n: number) => ({ kind: 'backward', config: { nLayers }, tokens: tokens(n) }) as const
const generation = (nLayers: number, promptLength: number, nSteps: number, cached = true) =>
  ({
    kind: 'generation',
    config: { nLayers },
    tokens: tokens(promptLength + nSteps),
    promptLength,
    steps: Array.from({ length: nSteps }, (_, i) => ({
      from: cached && i > 0 ? promptLength + i - 1 : 0,
      to: promptLength + i,
    })),
  }) as const

const names = (cues: readonly Cue[]) => cues.map(({ kind, layer }) => (layer === null ? kind : `${kind} ${layer}`))

describe('compileTimeline', () => {
  it('walks a forward pass through every layer', () => {
    const timeline = compileTimeline(forward(2, 3))
    expect(names(timeline.cues).join(', ')).toBe(
      'idle, embed, project 0, write 0, read 0, attend 0, mlp 0, project 1, write 1, read 1, attend 1, mlp 1, sample',
    )
    expect(timeline.cues.slice(1).every(({ from, to, step }) => from === 0 && to === 3 && step === 0)).toBe(true)
    expect(timeline).toMatchObject({ kind: 'forward', nLayers: 2, promptLength: 3, nTokens: 3 })
    expect(timeline.durationMs).toBe(300 + 350 + 2 * (350 + 450 + 600 + 450 + 400) + 900)
    expectTypeOf(timeline).toEqualTypeOf<TimelineOf<'forward'>>()
  })

  it('prefills a layer per cue and then decodes one position per step', () => {
    const timeline = compileTimeline(generation(2, 4, 3))
    const step = (s: number) => timeline.cues.filter((cue) => cue.step === s)
    expect(names(step(0)).join(', ')).toBe('idle, prefill 0, prefill 1, sample')
    for (const s of [1, 2]) {
      expect(names(step(s)).join(', ')).toBe(
        'embed, project 0, write 0, read 0, attend 0, mlp 0, project 1, write 1, read 1, attend 1, mlp 1, sample',
      )
      expect(step(s).every(({ from, to }) => from === 3 + s && to === 4 + s)).toBe(true)
    }
    expect(timeline).toMatchObject({ kind: 'generation', promptLength: 4, nTokens: 7 })
  })

  it('lets every step without a cache work on all positions', () => {
    const { cues } = compileTimeline(generation(1, 2, 3, false))
    expect(cues.filter(({ step }) => step === 2).every(({ from, to }) => from === 0 && to === 4)).toBe(true)
  })

  it('runs the gradient machine from the top layer down', () => {
    const timeline = compileTimeline(backward(2, 3))
    expect(names(timeline.cues).join(', ')).toBe(
      'idle, forward 0, forward 1, loss, d_unembed, d_mlp 1, d_attn_out 1, d_keys_values 1, d_layer_norm 1, ' +
        'd_mlp 0, d_attn_out 0, d_keys_values 0, d_layer_norm 0, d_embed, update',
    )
  })

  it('leaves no gap between cues and gives each the duration of its kind', () => {
    const source = fc.oneof(
      fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })).map(([l, n]) => forward(l, n)),
      fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })).map(([l, n]) => backward(l, n)),
      fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 9 })).map(([l, n]) => generation(l, 2, n)),
    )
    const ms = fc.integer({ min: 1, max: 9000 }).map((n) => n / 3)
    const durations = fc.record({ read: ms, d_mlp: ms, sample: ms }, { requiredKeys: [] })
    fc.assert(
      fc.property(
        source,
        durations,
        fc.integer({ min: 1, max: 24 }).map((n) => n / 3),
        (trace, given, rate) => {
          const timeline = compileTimeline(trace, { rate, durations: given })
          const all: Record<CueKind, number> = { ...DEFAULT_DURATIONS, ...given }
          timeline.cues.forEach((cue, i) => {
            expect(cue.index).toBe(i)
            expect(cue.startMs).toBe(timeline.cues[i - 1]?.endMs ?? 0)
            expect(cue.endMs - cue.startMs).toBeCloseTo(all[cue.kind] / rate, 6)
          })
          expect(timeline.durationMs).toBe(timeline.cues.at(-1)?.endMs)
        },
      ),
    )
  })

  it('refuses what it cannot lay on a clock', () => {
    const code = (run: () => unknown) => {
      try {
        run()
      } catch (error) {
        return (error as { code?: string }).code
      }
    }
    for (const rate of [0, -1, Number.NaN, Infinity])
      expect(code(() => compileTimeline(forward(1, 1), { rate }))).toBe('bad-option')
    for (const read of [0, -5, Number.NaN, Infinity])
      expect(code(() => compileTimeline(forward(1, 1), { durations: { read } }))).toBe('bad-option')
    expect(() => compileTimeline(forward(1, 1), { durations: { read: 0 } })).toThrow(/'read' would last 0 ms at rate 1/)
    for (const nLayers of [0, 1.5, Number.NaN, undefined as unknown as number])
      expect(code(() => compileTimeline(forward(nLayers, 1)))).toBe('bad-trace')
    expect(code(() => compileTimeline(forward(1, 0)))).toBe('bad-trace')
    expect(code(() => compileTimeline({ ...forward(1, 1), kind: 'sideways' as 'forward' }))).toBe('bad-trace')
    expect(code(() => compileTimeline({ ...generation(1, 2, 2), promptLength: 3 }))).toBe('bad-trace')
    const steps = [
      { from: 0, to: 2 },
      { from: 3, to: 3 },
    ]
    expect(code(() => compileTimeline({ ...generation(1, 2, 2), steps }))).toBe('bad-trace')
    expect(() => compileTimeline({ ...generation(1, 2, 2), steps })).toThrow(/step 1 .* from 3 to 3/)
  })
})
