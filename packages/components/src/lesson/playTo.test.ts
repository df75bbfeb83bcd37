import { createModel, generate, runBackward } from '@glassformer/core'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { findCue } from './cues'
import { createLesson } from './handle'

const model = createModel({ nLayers: 2, nHeads: 2, dModel: 8, nCtx: 16, dVocab: 7 }, { seed: 1 })
const run = { generation: generate(model, [1, 2, 3], { maxNewTokens: 2 }), backward: runBackward(model, [1, 2, 3, 4]) }
const lessonAt = (initialTimeMs = 0, options = {}) => createLesson(run, { initialTimeMs, ...options })
const { durationMs } = lessonAt().sequence

describe('playTo', () => {
  it('comes to rest exactly at the moment, whatever the frames and the rate', () => {
    const moments = fc.nat(1000).map((n) => (n / 1000) * durationMs)
    const ticks = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(moments, moments, ticks, fc.constantFrom(0.25, 1, 4), (from, to, deltas, rate) => {
        const lesson = lessonAt(from)
        lesson.dispatch({ type: 'rate', rate })
        lesson.playTo(to)
        expect(lesson.player.get().playing).toBe(to > from)
        for (let turn = 0; lesson.player.get().playing && turn < 100_000; turn++)
          lesson.dispatch({ type: 'tick', deltaMs: deltas[turn % deltas.length] as number })
        expect(lesson.time.get()).toBe(to)
        expect(lesson.player.get().playing).toBe(false)
      }),
    )
  })

  it('begins where it is told to, from the end of all too, also where a clock is controlled', () => {
    for (const from of [0, 700, durationMs]) {
      const lesson = lessonAt(from)
      lesson.playTo(600, 200)
      expect([lesson.time.get(), lesson.player.get().playing]).toEqual([200, true])
      lesson.dispatch({ type: 'tick', deltaMs: 1000 })
      expect([lesson.time.get(), lesson.player.get().playing]).toEqual([600, false])
      const onTime = vi.fn()
      lessonAt(from, { controlled: true, onTime }).playTo(600, 200)
      expect(onTime.mock.lastCall).toEqual([200, 'seek'])
    }
  })

  it('tells of no moment beyond it', () => {
    const onTime = vi.fn()
    const lesson = lessonAt(100, { onTime })
    lesson.playTo(500)
    lesson.dispatch({ type: 'tick', deltaMs: 1000 })
    expect(onTime.mock.calls).toEqual([[500, 'tick']])
  })

  it.each([
    ['a pause', { type: 'pause' }],
    ['a seek', { type: 'seek', timeMs: 50 }],
    ['a step', { type: 'step', by: 1 }],
    ['a reset', { type: 'reset' }],
  ] as const)('is ended by %s: what plays then plays on', (_, event) => {
    const lesson = lessonAt(0)
    lesson.playTo(400)
    lesson.dispatch(event)
    lesson.dispatch({ type: 'play' })
    lesson.dispatch({ type: 'tick', deltaMs: 2000 })
    expect(lesson.time.get()).toBeGreaterThan(400)
    expect(lesson.player.get().playing).toBe(true)
  })

  it('holds through a change of speed', () => {
    const lesson = lessonAt(0)
    lesson.playTo(400)
    lesson.dispatch({ type: 'rate', rate: 4 })
    lesson.dispatch({ type: 'tick', deltaMs: 2000 })
    expect(lesson.time.get()).toBe(400)
  })

  it('is there at once with reduced motion', () => {
    const lesson = lessonAt(0, { reducedMotion: () => true })
    lesson.playTo(400)
    expect(lesson.time.get()).toBe(400)
    expect(lesson.player.get().playing).toBe(false)
  })
})

describe('findCue', () => {
  const { sequence } = lessonAt()

  it('finds the first step of a name, and the first after a moment', () => {
    expect(findCue(sequence, { kind: 'sample' })?.cue.step).toBe(0)
    const first = findCue(sequence, { kind: 'sample' })
    expect(findCue(sequence, { kind: 'sample' }, first?.endMs)?.cue.step).toBe(1)
    expect(findCue(sequence, { kind: 'read', layer: 1, step: 1 })?.cue).toMatchObject({ layer: 1, step: 1 })
    expect(findCue(sequence, { kind: 'd_mlp', layer: 0 })?.part).toBe(1)
  })

  it('counts layers from the last, and finds nothing that a run has not', () => {
    expect(findCue(sequence, { kind: 'prefill', layer: -1 })?.cue.layer).toBe(1)
    for (const name of [
      { kind: 'read', layer: 2 },
      { kind: 'sample', step: 9 },
      { kind: 'prefill', layer: -3 },
    ] as const)
      expect(findCue(sequence, name)).toBeUndefined()
  })
})
