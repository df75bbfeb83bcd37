import { createModel, runForward } from '@glassformer/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLesson } from '../lesson/handle'
import { type Follower, restOf, type Versions } from './atRest'

const model = createModel({ nLayers: 1, nHeads: 1, dModel: 4, nCtx: 8, dVocab: 5 }, { seed: 1 })
const lessonOf = () => createLesson({ forward: runForward(model, [1, 2, 3]) }, { initialTimeMs: 0 })

let workedMs = 0

/** Follows time alone; counts its updates, each of which takes a while. */
function follower(tookMs = 0) {
  let at = -1
  const update = vi.fn(({ time }: Versions) => {
    at = time
    workedMs += tookMs
  })
  return { isStale: ({ time }: Versions) => at !== time, update } satisfies Follower
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  const clock = performance.now.bind(performance)
  vi.spyOn(performance, 'now').mockImplementation(() => clock() + workedMs)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

describe('the rest of a lesson', () => {
  it('comes once, when nothing has changed for a while, and keeps no timer', () => {
    const lesson = lessonOf()
    const stop = restOf(lesson).follow(follower())
    vi.advanceTimersByTime(1000)
    const watched = follower()
    const stopWatched = restOf(lesson).follow(watched)
    for (let i = 1; i <= 30; i++) {
      lesson.dispatch({ type: 'seek', timeMs: i })
      vi.advanceTimersByTime(50)
      expect(watched.update).not.toHaveBeenCalled()
      expect(vi.getTimerCount()).toBe(1)
    }
    vi.advanceTimersByTime(149)
    expect(watched.update).not.toHaveBeenCalled()
    vi.advanceTimersByTime(2)
    expect(watched.update).toHaveBeenCalledTimes(1)
    expect(vi.getTimerCount()).toBe(0)
    stop()
    stopWatched()
  })

  it('does not come while the clock plays, and comes after it is paused', () => {
    const lesson = lessonOf()
    const watched = follower()
    const stop = restOf(lesson).follow(watched)
    vi.advanceTimersByTime(1000)
    watched.update.mockClear()
    lesson.dispatch({ type: 'play' })
    vi.advanceTimersByTime(1000)
    lesson.dispatch({ type: 'tick', deltaMs: 16 })
    vi.advanceTimersByTime(1000)
    expect(watched.update).not.toHaveBeenCalled()
    lesson.dispatch({ type: 'pause' })
    vi.advanceTimersByTime(250)
    expect(watched.update).toHaveBeenCalledTimes(1)
    stop()
  })

  it('updates at once what is stale, before the page is printed, also while the clock plays', () => {
    const lesson = lessonOf()
    const [first, second] = [follower(), follower()]
    const stops = [first, second].map((each) => restOf(lesson).follow(each))
    lesson.dispatch({ type: 'play' })
    lesson.dispatch({ type: 'tick', deltaMs: 40 })
    dispatchEvent(new Event('beforeprint'))
    expect([first.update, second.update].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
    dispatchEvent(new Event('beforeprint'))
    expect(first.update).toHaveBeenCalledTimes(1)
    for (const stop of stops) stop()
    lesson.dispatch({ type: 'tick', deltaMs: 40 })
    dispatchEvent(new Event('beforeprint'))
    expect(first.update).toHaveBeenCalledTimes(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('tells time from selection', () => {
    const lesson = lessonOf()
    const watched = follower()
    const stop = restOf(lesson).follow(watched)
    vi.advanceTimersByTime(300)
    watched.update.mockClear()
    lesson.selection.set({ ...lesson.selection.get() })
    vi.advanceTimersByTime(300)
    expect(watched.update).not.toHaveBeenCalled()
    expect(restOf(lesson).versions().selection).toBe(1)
    stop()
  })

  it('takes turns, so that many stills hold nothing up, and starts anew when something changes between', () => {
    const lesson = lessonOf()
    const many = Array.from({ length: 6 }, () => follower(4))
    const stops = many.map((each) => restOf(lesson).follow(each))
    const done = () => many.filter(({ update }) => update.mock.calls.length > 0).length
    vi.advanceTimersToNextTimer()
    expect(done()).toBeGreaterThan(0)
    expect(done()).toBeLessThan(4)
    lesson.dispatch({ type: 'seek', timeMs: 7 })
    const before = done()
    vi.advanceTimersByTime(100)
    expect(done()).toBe(before)
    vi.advanceTimersByTime(1000)
    expect(done()).toBe(6)
    expect(many.every(({ isStale }) => !isStale(restOf(lesson).versions()))).toBe(true)
    for (const stop of stops) stop()
  })
})
