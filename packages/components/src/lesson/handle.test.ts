import { compileTimeline, createModel, generate, runBackward } from '@glassformer/core'
import { describe, expect, it, vi } from 'vitest'
import { createLesson } from './handle'

const model = createModel({ nLayers: 2, nHeads: 2, dModel: 8, nCtx: 16, dVocab: 7 }, { seed: 1 })
const generation = generate(model, [1, 2, 3], { maxNewTokens: 2 })
const backward = runBackward(model, [1, 2, 3, 4])
const both = { generation, backward }

describe('createLesson', () => {
  it('puts the generation first and the training step after it, on one clock', () => {
    const lesson = createLesson(both)
    const [a, b] = [compileTimeline(generation).durationMs, compileTimeline(backward).durationMs]
    expect(lesson.sequence.durationMs).toBeCloseTo(a + b, 6)
    expect([lesson.partOf('forward'), lesson.partOf('backward')]).toEqual([0, 1])
    expect(createLesson({ backward }).partOf('forward')).toBe(-1)
  })

  it('opens on the moment when the prompt is read and one token is chosen', () => {
    const frame = createLesson(both).frameOf('forward')
    expect(frame?.cue.kind).toBe('sample')
    expect(frame?.progress).toBe(1)
    expect(frame?.tokensVisible).toBe(4)
    expect(createLesson({ backward }).frameOf('backward')?.cue.kind).toBe('d_embed')
  })

  it('gives the same frame again, the very object, while nothing moves in its part of the clock', () => {
    const lesson = createLesson(both, { initialTimeMs: 0 })
    const [asleep, start] = [lesson.frameOf('backward'), lesson.frameOf('forward')]
    lesson.dispatch({ type: 'seek', timeMs: 700 })
    expect(lesson.frameOf('backward')).toBe(asleep)
    const moved = lesson.frameOf('forward')
    expect(moved).not.toBe(start)
    lesson.dispatch({ type: 'seek', timeMs: lesson.sequence.durationMs - 300 })
    const [woken, done] = [lesson.frameOf('backward'), lesson.frameOf('forward')]
    expect(woken).not.toBe(asleep)
    lesson.dispatch({ type: 'seek', timeMs: lesson.sequence.durationMs - 200 })
    expect(lesson.frameOf('forward')).toBe(done)
    expect(lesson.frameOf('backward')).not.toBe(woken)
    lesson.dispatch({ type: 'seek', timeMs: 0 })
    expect(lesson.frameOf('forward')).toEqual(start)
  })

  it('holds a start time to the timeline', () => {
    const lesson = createLesson(both, { initialTimeMs: 1e12 })
    expect(lesson.time.get()).toBe(lesson.sequence.durationMs)
    expect(createLesson(both, { initialTimeMs: -5 }).time.get()).toBe(0)
  })

  it('steps through every still and back to the same ones', () => {
    const lesson = createLesson(both, { initialTimeMs: 0 })
    const there: number[] = [0]
    while (lesson.time.get() < lesson.sequence.durationMs) {
      lesson.dispatch({ type: 'step', by: 1 })
      there.push(lesson.time.get())
    }
    expect(there.slice(1)).toEqual(lesson.sequence.cues.slice(1).map((cue) => cue.endMs))
    const back = [lesson.time.get()]
    while (lesson.time.get() > 0) {
      lesson.dispatch({ type: 'step', by: -1 })
      back.push(lesson.time.get())
    }
    expect(back.toReversed()).toEqual(there)
  })

  it('tells why time changed', () => {
    const onTime = vi.fn()
    const lesson = createLesson(both, { initialTimeMs: 0, onTime })
    lesson.dispatch({ type: 'step', by: 1 })
    lesson.dispatch({ type: 'seek', timeMs: 500 })
    lesson.dispatch({ type: 'seek', timeMs: 500 })
    expect(onTime.mock.calls).toEqual([
      [1200, 'step'],
      [500, 'seek'],
    ])
  })

  it('does not move a controlled clock by itself', () => {
    const onTime = vi.fn()
    const lesson = createLesson(both, { initialTimeMs: 100, controlled: true, onTime })
    lesson.dispatch({ type: 'step', by: 1 })
    expect(lesson.time.get()).toBe(100)
    expect(onTime).toHaveBeenCalledWith(1200, 'step')
    lesson.setTime(1200)
    expect(lesson.time.get()).toBe(1200)
    expect(onTime).toHaveBeenCalledTimes(1)
  })

  it('notifies of playing and rate, and not of time', () => {
    const lesson = createLesson(both, { initialTimeMs: 0 })
    const told = vi.fn()
    lesson.player.subscribe(told)
    lesson.dispatch({ type: 'seek', timeMs: 700 })
    expect(told).not.toHaveBeenCalled()
    lesson.dispatch({ type: 'rate', rate: 2 })
    expect(told).toHaveBeenCalledTimes(1)
    expect(lesson.player.get().rate).toBe(2)
  })
})

describe('a run whose part of the clock has not come', () => {
  const lesson = createLesson(both, { initialTimeMs: 0 })

  it('shows the still in which every gradient has arrived, and says that it is elsewhere', () => {
    expect(lesson.isElsewhere('backward')).toBe(true)
    expect(lesson.frameOf('backward')).toMatchObject({ cue: { kind: 'd_embed' }, progress: 1 })
    expect(lesson.isElsewhere('forward')).toBe(false)
    expect(lesson.frameOf('forward')?.cue.kind).toBe('idle')
  })

  it('is gone to, where it begins', () => {
    lesson.goTo('backward')
    expect(lesson.isElsewhere('backward')).toBe(false)
    expect(lesson.frameOf('backward')).toMatchObject({ cue: { kind: 'idle' }, progress: 1 })
    lesson.goTo('forward')
    expect(lesson.time.get()).toBe(0)
    expect(lesson.isElsewhere('backward')).toBe(true)
  })

  it('opens a number, keeps it in the selection, and closes it by the same again or by letting go', () => {
    const lesson = createLesson(both)
    const cell = { tensor: 'blocks.0.attn.z', index: [1, 0, 2] }
    const anchor = { getBoundingClientRect: () => new DOMRect() }
    const open = () => [lesson.inspected.get()?.cell ?? null, lesson.selection.get().pinned.cell]
    lesson.inspect(cell, anchor)
    expect(open()).toEqual([cell, cell])
    const term = { tensor: 'blocks.0.attn.pattern', index: [0, 1, 0] }
    lesson.inspect(term)
    expect(open()).toEqual([term, term])
    expect(lesson.inspected.get()?.anchor).toBe(anchor)
    lesson.inspect({ ...term, index: [...term.index] })
    expect(open()).toEqual([null, null])
    lesson.inspect(cell)
    lesson.selection.set({ ...lesson.selection.get(), pinned: { ...lesson.selection.get().pinned, cell: null } })
    expect(open()).toEqual([null, null])
  })
})
