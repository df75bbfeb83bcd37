import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { initialPlayer, type PlayerEvent, type PlayerState, playerReducer } from './player'

const STOPS = [0, 100, 250, 1000]
const start = initialPlayer(1000, STOPS)
const run = (state: PlayerState, ...events: PlayerEvent[]) => events.reduce(playerReducer, state)
const play: PlayerEvent = { type: 'play' }
const pause: PlayerEvent = { type: 'pause' }
const tick = (deltaMs: number): PlayerEvent => ({ type: 'tick', deltaMs })
const step = (by: 1 | -1): PlayerEvent => ({ type: 'step', by })
const seek = (timeMs: number): PlayerEvent => ({ type: 'seek', timeMs })

const time = fc.integer({ min: -800, max: 6000 }).map((n) => n / 4)
const event: fc.Arbitrary<PlayerEvent> = fc.oneof(
  fc.constantFrom<PlayerEvent>(play, pause, { type: 'toggle' }, { type: 'reset' }, { type: 'jump' }, step(1), step(-1)),
  time.map(seek),
  time.map(tick),
  fc
    .integer({ min: 1, max: 32 })
    .map((n) => n / 4)
    .map((rate): PlayerEvent => ({ type: 'rate', rate })),
  time.map((timeMs): PlayerEvent => ({ type: 'load', durationMs: 500, stops: [0, 120, 500], timeMs })),
)

function frozen(state: PlayerState): PlayerState {
  Object.freeze(state.stops)
  return Object.freeze(state)
}

describe('playerReducer', () => {
  it('keeps its invariants, changes no state, and answers the same to the same', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let state = frozen(start)
        for (const e of events) {
          const next = playerReducer(state, e)
          expect(playerReducer(state, e)).toEqual(next)
          expect(next.timeMs).toBeGreaterThanOrEqual(0)
          expect(next.timeMs).toBeLessThanOrEqual(next.durationMs)
          expect(Object.keys(next).sort()).toEqual(['durationMs', 'playing', 'rate', 'stops', 'timeMs'])
          if (JSON.stringify(next) === JSON.stringify(state) && e.type !== 'load') expect(next).toBe(state)
          state = frozen(next)
        }
      }),
    )
  })

  it('plays by the clock at its rate, and pauses at the end', () => {
    expect(run(start, play, tick(16), tick(17))).toMatchObject({ timeMs: 33, playing: true })
    expect(run(start, play, { type: 'rate', rate: 2 }, tick(16))).toMatchObject({ timeMs: 32, playing: true })
    expect(run(start, play, tick(5000))).toMatchObject({ timeMs: 1000, playing: false })
    expect(run(start, play, tick(1000))).toMatchObject({ timeMs: 1000, playing: false })
    expect(run(start, tick(16))).toBe(start)
    const playing = run(start, play)
    expect(run(playing, tick(-3))).toBe(playing)
  })

  it('starts over from the end', () => {
    expect(run(start, seek(1000), play)).toMatchObject({ timeMs: 0, playing: true })
    expect(run(start, seek(999), play)).toMatchObject({ timeMs: 999, playing: true })
    expect(run(start, seek(1000), { type: 'toggle' })).toMatchObject({ timeMs: 0, playing: true })
    expect(run(start, { type: 'toggle' }, tick(9), { type: 'toggle' })).toMatchObject({ timeMs: 9, playing: false })
  })

  it('keeps its speed through any pauses and resumes', () => {
    const deltas = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 20 })
    const breaks = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 20, maxLength: 20 })
    fc.assert(
      fc.property(deltas, breaks, (ticks, pauses) => {
        const straight = run(start, play, ...ticks.map(tick))
        const broken = ticks.flatMap((ms, i) => [...Array(pauses[i]).fill([pause, play]).flat(), tick(ms)])
        expect(run(start, play, ...broken)).toEqual(straight)
        expect(straight.timeMs).toBe(ticks.reduce((sum, ms) => sum + ms, 0))
      }),
    )
  })

  it('steps to the stops on either side, and pauses', () => {
    expect(run(start, play, step(1))).toMatchObject({ timeMs: 100, playing: false })
    expect(run(start, seek(100), step(1)).timeMs).toBe(250)
    expect(run(start, seek(101), step(-1)).timeMs).toBe(100)
    expect(run(start, seek(100), step(-1)).timeMs).toBe(0)
    expect(run(start, step(-1))).toBe(start)
    const end = run(start, seek(1000))
    expect(run(end, step(1))).toBe(end)
    const visited = STOPS.slice(1).map((_, i) => run(start, ...Array<PlayerEvent>(i + 1).fill(step(1))).timeMs)
    expect(visited).toEqual(STOPS.slice(1))
  })

  it('holds a seek to the timeline and goes on playing', () => {
    expect(run(start, seek(-4))).toBe(start)
    expect(run(start, play, seek(4000))).toMatchObject({ timeMs: 1000, playing: true })
    expect(run(start, play, seek(4000), tick(0))).toMatchObject({ timeMs: 1000, playing: false })
  })

  it('jumps by stops instead of ticks while playing', () => {
    const jump: PlayerEvent = { type: 'jump' }
    expect(run(start, jump)).toBe(start)
    expect(run(start, play, jump, jump)).toMatchObject({ timeMs: 250, playing: true })
    expect(run(start, play, jump, jump, jump)).toMatchObject({ timeMs: 1000, playing: false })
  })

  it('resets the time and keeps the rate', () => {
    const used = run(start, { type: 'rate', rate: 4 }, play, tick(20), { type: 'reset' })
    expect(used).toEqual({ ...start, rate: 4 })
    expect(run(used, { type: 'reset' })).toBe(used)
  })

  it('loads another timeline', () => {
    const load = (timeMs?: number): PlayerEvent => ({
      type: 'load',
      durationMs: 300,
      stops: [0, 300],
      ...(timeMs === undefined ? {} : { timeMs }),
    })
    expect(run(start, { type: 'rate', rate: 2 }, play, tick(50), load())).toEqual({
      timeMs: 0,
      playing: true,
      rate: 2,
      durationMs: 300,
      stops: [0, 300],
    })
    expect(run(start, load(120)).timeMs).toBe(120)
    expect(run(start, play, load(900))).toMatchObject({ timeMs: 300, playing: false })
    expect(run(start, { type: 'load', durationMs: 1000, stops: STOPS })).toBe(start)
    expect(run(initialPlayer(0, [0]), play)).toMatchObject({ timeMs: 0, playing: false })
  })

  it('refuses rates, times and stops that are none', () => {
    const refused = expect.objectContaining({ code: 'out-of-range' })
    for (const rate of [0, 0.2, 8.1, -1, Number.NaN, Infinity])
      expect(() => run(start, { type: 'rate', rate })).toThrow(refused)
    for (const bad of [seek(Number.NaN), { type: 'load', durationMs: Number.NaN, stops: [] } as const])
      expect(() => run(start, bad)).toThrow(refused)
    expect(() => run(start, play, tick(Number.NaN))).toThrow(refused)
    expect(() => initialPlayer(10, [0, 7, 5])).toThrow(refused)
    expect(() => initialPlayer(10, [0, 11])).toThrow(refused)
    expect(() => initialPlayer(-1, [])).toThrow(refused)
  })
})
