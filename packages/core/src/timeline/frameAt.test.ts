import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { compileTimeline, GRADIENT_STAGES, LAYER_STAGES } from './compile'
import { cueAt } from './cueAt'
import { flash } from './easing'
import { frameAt } from './frameAt'
import type { BackwardFrame, Cue, CueKind, ForwardFrame, Frame, Timeline } from './types'

const base = (nLayers: number, nTokens: number) => ({ config: { nLayers }, tokens: { length: nTokens } })
const forward = (nLayers: number, n: number) => compileTimeline({ kind: 'forward', ...base(nLayers, n) })
const backward = (nLayers: number, n: number) => compileTimeline({ kind: 'backward', ...base(nLayers, n) })
const generation = (nLayers: number, promptLength: number, nSteps: number, cached = true, rate = 1) =>
  compileTimeline(
    {
      kind: 'generation',
      ...base(nLayers, promptLength + nSteps),
      promptLength,
      steps: Array.from({ length: nSteps }, (_, i) => ({
        from: cached && i > 0 ? promptLength + i - 1 : 0,
        to: promptLength + i,
      })),
    },
    { rate },
  )

const small = fc.integer({ min: 1, max: 5 })
const machines = fc.oneof(
  fc.tuple(small, small).map(([l, n]) => forward(l, n)),
  fc
    .tuple(small, small, fc.integer({ min: 0, max: 4 }), fc.boolean(), fc.constantFrom(1, 3, 20, 0.7, 7, 1.3))
    .map((of) => generation(...of)),
)
const anyTimeline: fc.Arbitrary<Timeline> = fc.oneof(
  machines,
  fc.tuple(small, small).map(([l, n]) => backward(l, n)),
)
// Steps of a thousandth, as random doubles are nearly always next to 0; the offset keeps off the moments where
// two right sums may round to different sides.
const inside = fc.integer({ min: -50, max: 1050 }).map((n) => (n + 0.37) / 1000)
const fraction = fc.oneof({ weight: 9, arbitrary: inside }, fc.constantFrom(0, 1))

/** A machine that replays every cue up to `t` in order: slow, and plainly right. */
function replay(timeline: Timeline, t: number) {
  const { nLayers, cues, kind, promptLength } = timeline
  const zeros = () => Array<number>(nLayers).fill(0)
  const state = { tokensVisible: promptLength, written: zeros(), attended: zeros(), done: zeros(), predicted: 0 }
  const perLayer = { project: zeros(), write: zeros(), read: zeros(), attend: zeros(), mlp: zeros() }
  const light = { embed: 0, sample: 0, ...perLayer }
  const counted = { write: state.written, attend: state.attended, mlp: state.done, project: zeros(), read: zeros() }
  for (const cue of cues) {
    if (cue.startMs >= t) break
    const p = Math.min(1, (t - cue.startMs) / (cue.endMs - cue.startMs))
    const l = cue.layer as number
    const lit = flash(t - cue.startMs)
    if (cue.kind === 'embed') light.embed = lit
    if (cue.kind === 'sample') {
      light.sample = lit
      if (p >= 0.4) state.predicted = cue.to
      if (p === 1 && kind === 'generation') state.tokensVisible = cue.to + 1
    }
    if (cue.kind === 'prefill') {
      if (l === 0) light.embed = lit
      const starts = { project: 0, write: 0.2, read: 0.4, attend: 0.55, mlp: 0.7 }
      for (const stage of LAYER_STAGES) {
        const since = t - cue.startMs - starts[stage] * (cue.endMs - cue.startMs)
        if (since > 0) perLayer[stage][l] = flash(since)
      }
      if (p >= 0.4) state.written[l] = cue.to
      if (p >= 0.7) state.attended[l] = cue.to
      if (p === 1) state.done[l] = cue.to
    }
    for (const stage of LAYER_STAGES)
      if (cue.kind === stage) {
        perLayer[stage][l] = lit
        if (p === 1) counted[stage][l] = cue.to
      }
  }
  return { state, light }
}

/** How far every stage of the step at work has come: each looks through all cues for those it could be a part of. */
function slowProgress({ cues, nLayers }: Timeline, t: number) {
  const step = cues.findLast((cue) => cue.startMs < t)?.step ?? 0
  const ends = { project: 0.2, write: 0.4, read: 0.55, attend: 0.7, mlp: 1 }
  const starts = { project: 0, write: 0.2, read: 0.4, attend: 0.55, mlp: 0.7 }
  const part = (cue: Cue | undefined, from: number, to: number) => {
    if (!cue || cue.startMs >= t) return 0
    const p = (t - cue.startMs) / (cue.endMs - cue.startMs)
    return Math.min(1, Math.max(0, (p - from) / (to - from)))
  }
  const find = (kind: CueKind, layer: number | null) =>
    cues.find((cue) => cue.step === step && cue.kind === kind && cue.layer === layer)
  const whole = (kind: CueKind, layer: number | null) => part(find(kind, layer), 0, 1)
  const layered = (stage: (typeof LAYER_STAGES)[number]) =>
    Array.from({ length: nLayers }, (_, l) =>
      find('prefill', l) ? part(find('prefill', l), starts[stage], ends[stage]) : whole(stage, l),
    )
  return {
    embed: find('prefill', 0) ? part(find('prefill', 0), 0, 0.1) : whole('embed', null),
    project: layered('project'),
    write: layered('write'),
    read: layered('read'),
    attend: layered('attend'),
    mlp: layered('mlp'),
    sample: whole('sample', null),
  }
}

const flat = (value: unknown): number[] =>
  typeof value === 'number' ? [value] : Object.values(value as object).flatMap(flat)

describe('frameAt', () => {
  it('gives the frame of the timeline’s kind', () => {
    expectTypeOf(frameAt(forward(1, 2), 0)).toEqualTypeOf<ForwardFrame>()
    expectTypeOf(frameAt(generation(1, 2, 1), 0)).toEqualTypeOf<ForwardFrame>()
    expectTypeOf(frameAt(backward(1, 2), 0)).toEqualTypeOf<BackwardFrame>()
    expectTypeOf(frameAt(backward(1, 2) as Timeline, 0)).toEqualTypeOf<Frame>()
    expect(frameAt(generation(1, 2, 1), 0).kind).toBe('generation')
  })

  it('equals a machine that replays every cue', () => {
    fc.assert(
      fc.property(machines, fraction, fc.nat(), (timeline, where, pick) => {
        const end = timeline.cues[pick % timeline.cues.length]?.endMs as number
        for (const t of [where * timeline.durationMs, end]) {
          const { glow, progressOf, ...frame } = frameAt(timeline, t)
          const { state, light } = replay(timeline, frame.timeMs)
          expect(frame).toMatchObject(state)
          expect(Object.keys(glow).sort()).toEqual(Object.keys(light).sort())
          for (const stage of Object.keys(glow) as (keyof typeof glow)[]) {
            const expected = flat(light[stage])
            for (const [l, value] of flat(glow[stage]).entries()) expect(value).toBeCloseTo(expected[l] as number, 9)
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  it('tells how far each stage of the step at work has come, as a search through all cues does', () => {
    fc.assert(
      fc.property(machines, fraction, fc.nat(), (timeline, where, pick) => {
        const end = timeline.cues[pick % timeline.cues.length]?.endMs as number
        for (const t of [where * timeline.durationMs, end]) {
          const { progressOf, timeMs } = frameAt(timeline, t) as ForwardFrame
          const expected = slowProgress(timeline, timeMs)
          expect(Object.keys(progressOf)).toEqual(Object.keys(expected))
          for (const [i, value] of flat(progressOf).entries()) expect(value).toBeCloseTo(flat(expected)[i] as number, 9)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('never has a stage ahead of one that it reads, and counts positions when their stage is exactly 1', () => {
    fc.assert(
      fc.property(machines, fraction, fc.nat(), (timeline, where, pick) => {
        const end = timeline.cues[pick % timeline.cues.length]?.endMs as number
        for (const t of [where * timeline.durationMs, end]) {
          const { progressOf, cue, written, attended, done, tokensVisible, kind } = frameAt(timeline, t) as ForwardFrame
          const { embed, sample } = progressOf
          const layers = done.map((_, l) => LAYER_STAGES.map((stage) => progressOf[stage][l] as number))
          const inOrder = [embed, ...layers.flat(), sample]
          expect(inOrder).toEqual(inOrder.toSorted((a, b) => b - a))
          if (cue.kind === 'idle') expect(inOrder.every((p) => p === 0)).toBe(true)
          else {
            for (const [stage, counts] of Object.entries({ write: written, attend: attended, mlp: done }))
              for (const [l, count] of counts.entries())
                expect(progressOf[stage as 'write'][l] === 1).toBe(count === cue.to)
            if (kind === 'generation') expect(sample === 1).toBe(tokensVisible === cue.to + 1)
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  it('begins again with each step, and lets the embeddings of a prefill arrive in the first tenth of layer 0', () => {
    const timeline = generation(2, 3, 2)
    const at = (kind: string, step: number, fraction: number) => {
      const { startMs, endMs } = timeline.cues.find((cue) => cue.kind === kind && cue.step === step) as Cue
      return (frameAt(timeline, startMs + fraction * (endMs - startMs)) as ForwardFrame).progressOf
    }
    const none = { embed: 0, project: [0, 0], write: [0, 0], read: [0, 0], attend: [0, 0], mlp: [0, 0], sample: 0 }
    const all = { embed: 1, project: [1, 1], write: [1, 1], read: [1, 1], attend: [1, 1], mlp: [1, 1], sample: 1 }
    expect(at('idle', 0, 1)).toEqual(none)
    expect(at('prefill', 0, 0.05)).toEqual({ ...none, embed: expect.closeTo(0.5), project: [expect.closeTo(0.25), 0] })
    expect(at('prefill', 0, 0.1).embed).toBe(1)
    expect(at('sample', 0, 1)).toEqual(all)
    expect(at('embed', 1, 0.5)).toEqual({ ...none, embed: 0.5 })
    expect(at('sample', 1, 0.5)).toEqual({ ...all, sample: 0.5 })
    expect(frameAt(generation(2, 3, 0), 300)).toMatchObject({ progressOf: none })
  })

  it('gives the same frames in any order of seeks, and keeps nothing between them', () => {
    fc.assert(
      fc.property(anyTimeline, fc.array(fraction, { minLength: 2, maxLength: 12 }), (timeline, fractions) => {
        const before = structuredClone(timeline)
        const times = fractions.map((f) => f * timeline.durationMs)
        const inOrder = times.toSorted((a, b) => a - b)
        const asked = new Map(times.map((t) => [t, frameAt(timeline, t)]))
        for (const t of inOrder) expect(frameAt(timeline, t)).toEqual(asked.get(t))
        for (const t of inOrder.reverse()) expect(frameAt(structuredClone(timeline), t)).toEqual(asked.get(t))
        expect(timeline).toEqual(before)
      }),
    )
  })

  it('shows a cue completed at its end, and that cue alone just before and after its start', () => {
    fc.assert(
      fc.property(anyTimeline, (timeline) => {
        expect(frameAt(timeline, 0)).toMatchObject({ cue: timeline.cues[0], progress: 0 })
        for (const cue of timeline.cues) {
          expect(frameAt(timeline, cue.endMs)).toMatchObject({ timeMs: cue.endMs, cue, progress: 1 })
          expect(cueAt(timeline, cue.endMs)).toBe(cue)
          expect(cueAt(timeline, cue.startMs + 1e-6)).toBe(cue)
          expect(cueAt(timeline, cue.endMs - 1e-6)).toBe(cue)
        }
      }),
    )
  })

  it('never takes a count back as time goes on', () => {
    fc.assert(
      fc.property(anyTimeline, (timeline) => {
        let last: number[] = []
        for (let t = 0; t <= timeline.durationMs; t += 41) {
          const frame = frameAt(timeline, t)
          const counts =
            frame.kind === 'backward'
              ? flat(frame.progressOf)
              : flat([frame.tokensVisible, frame.written, frame.attended, frame.done, frame.predicted])
          for (const [i, count] of counts.entries()) expect(count).toBeGreaterThanOrEqual(last[i] ?? 0)
          last = counts
        }
      }),
      { numRuns: 30 },
    )
  })

  it('starts with nothing and ends with everything done', () => {
    const timeline = generation(2, 3, 4)
    const none = { tokensVisible: 3, written: [0, 0], attended: [0, 0], done: [0, 0], predicted: 0 }
    const all = { tokensVisible: 7, written: [6, 6], attended: [6, 6], done: [6, 6], predicted: 6 }
    expect(frameAt(timeline, 0)).toMatchObject(none)
    expect(frameAt(timeline, timeline.durationMs)).toMatchObject(all)
    expect(Math.max(...flat(frameAt(timeline, 0).glow))).toBe(0)
    const step = backward(2, 3)
    expect(flat(frameAt(step, 0).progressOf).every((p) => p === 0)).toBe(true)
    expect(flat(frameAt(step, step.durationMs).progressOf).every((p) => p === 1)).toBe(true)
  })

  it('fills the prefill of a layer in turn', () => {
    const timeline = generation(2, 3, 1)
    const { startMs } = timeline.cues[2] as { startMs: number }
    const at = (fraction: number) => frameAt(timeline, startMs + 900 * fraction)
    expect(at(0.39)).toMatchObject({ written: [3, 0], attended: [3, 0], done: [3, 0] })
    expect(at(0.41)).toMatchObject({ written: [3, 3], attended: [3, 0], done: [3, 0] })
    expect(at(0.71)).toMatchObject({ written: [3, 3], attended: [3, 3], done: [3, 0] })
    expect(at(1)).toMatchObject({ written: [3, 3], attended: [3, 3], done: [3, 3] })
  })

  it('runs each stage of a gradient within its cue, layer by layer from the top', () => {
    fc.assert(
      fc.property(small, small, fraction, (nLayers, nTokens, where) => {
        const timeline = backward(nLayers, nTokens)
        const { timeMs: t, progressOf, glow } = frameAt(timeline, where * timeline.durationMs)
        for (const cue of timeline.cues.slice(1)) {
          const kind = cue.kind as Exclude<keyof typeof progressOf, 'embed'>
          const [progress, light] = [progressOf[kind], glow[kind]].map((x) => flat(x)[cue.layer ?? 0])
          const expected = Math.min(1, Math.max(0, (t - cue.startMs) / (cue.endMs - cue.startMs)))
          expect(progress).toBeCloseTo(expected, 12)
          expect(light).toBe(flash(t - cue.startMs))
        }
        for (const stage of GRADIENT_STAGES) expect(progressOf[stage]).toEqual(progressOf[stage].toSorted())
      }),
    )
  })

  it('lets the embeddings of a training step arrive first', () => {
    const timeline = backward(2, 3)
    const { startMs } = timeline.cues[1] as { startMs: number }
    expect(frameAt(timeline, startMs + 45).progressOf).toMatchObject({ embed: 0.4, forward: [0.1, 0] })
    expect(frameAt(timeline, startMs + 450).progressOf).toMatchObject({ embed: 1, forward: [1, 0] })
  })

  it('holds the time to the timeline and refuses what is no time', () => {
    const timeline = forward(2, 3)
    expect(frameAt(timeline, -5)).toEqual(frameAt(timeline, 0))
    expect(frameAt(timeline, Infinity)).toEqual(frameAt(timeline, timeline.durationMs))
    for (const t of [Number.NaN, undefined as unknown as number, '3' as unknown as number])
      expect(() => frameAt(timeline, t)).toThrow(expect.objectContaining({ code: 'out-of-range' }))
    expect(() => cueAt(timeline, Number.NaN)).toThrow(/got NaN/)
  })
})
