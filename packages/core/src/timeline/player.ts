import { isObject, isPositive } from '../tensor/checks'
import { describe } from '../tensor/describe'
import { checkOption, GlassformerError } from '../tensor/errors'
import { type Said, say } from '../tensor/say'
import { heldTime } from './cueAt'

export const MIN_RATE = 0.25
export const MAX_RATE = 8

export interface PlayerState {
  /** 0 to `durationMs`. */
  readonly timeMs: number
  readonly playing: boolean
  /** Timeline milliseconds per millisecond of the clock, 0.25 to 8. */
  readonly rate: number
  readonly durationMs: number
  /** Where stepping stops, ascending: see `stopsOf`. */
  readonly stops: readonly number[]
}

export type PlayerEvent =
  /** Starts; at the end, from 0. */
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  | { readonly type: 'toggle' }
  /** Goes to the next or previous stop, and pauses. */
  | { readonly type: 'step'; readonly by: 1 | -1 }
  /** Goes to a time, held to the timeline; playing goes on. */
  | { readonly type: 'seek'; readonly timeMs: number }
  | { readonly type: 'rate'; readonly rate: number }
  /** Goes to 0 and pauses; the rate stays. */
  | { readonly type: 'reset' }
  /** The clock went on by `deltaMs`. Pauses at the end. Nothing happens unless playing, or for a delta below 0. */
  | { readonly type: 'tick'; readonly deltaMs: number }
  /** In place of ticks under reduced motion: playing goes to the next stop at once, and pauses at the last. */
  | { readonly type: 'jump' }
  /** Another timeline. Goes to `timeMs` (default 0); rate stays, and playing unless that is the end. */
  | { readonly type: 'load'; readonly durationMs: number; readonly stops: readonly number[]; readonly timeMs?: number }

/** A player at 0, paused, at normal speed. Throws `out-of-range` for a bad duration or stops out of order. */
export function initialPlayer(durationMs: number, stops: readonly number[]): PlayerState {
  if (!(durationMs === 0 || isPositive(durationMs)))
    throw bad(say`durationMs must be a number of milliseconds, 0 or more; got ${describe(durationMs)}.`)
  if (!Array.isArray(stops)) throw bad(say`stops must be an array of milliseconds; got ${describe(stops)}.`)
  stops.forEach((stop, i) => {
    if (!(typeof stop === 'number' && stop >= (stops[i - 1] ?? 0) && stop <= durationMs))
      throw bad(say`stops must ascend from 0 to ${durationMs}; stop ${i} is ${describe(stop)}.`)
  })
  return { timeMs: 0, playing: false, rate: 1, durationMs, stops }
}

/**
 * The player: the next state after an event. Pure; never changes a state, and gives the same object when nothing changes.
 * Throws `out-of-range` for a time or delta that is not a number, or a rate outside 0.25 to 8.
 */
export function playerReducer(state: PlayerState, event: PlayerEvent): PlayerState {
  checkState(state)
  checkOption('The event', event, isObject(event), 'an object with a type')
  const { timeMs, playing, durationMs } = state
  switch (event.type) {
    case 'play':
      return durationMs > 0 ? next(state, { playing: true, timeMs: timeMs < durationMs ? timeMs : 0 }) : state
    case 'pause':
      return next(state, { playing: false })
    case 'toggle':
      return playerReducer(state, { type: playing ? 'pause' : 'play' })
    case 'step':
      checkOption('by', event.by, event.by === 1 || event.by === -1, '1 or -1')
      return next(state, { playing: false, timeMs: event.by > 0 ? stopAfter(state) : stopBefore(state) })
    case 'seek':
      return next(state, { timeMs: heldTime(event.timeMs, durationMs) })
    case 'rate':
      if (!(typeof event.rate === 'number' && event.rate >= MIN_RATE && event.rate <= MAX_RATE))
        throw bad(say`rate must be between ${MIN_RATE} and ${MAX_RATE}; got ${describe(event.rate)}.`)
      return next(state, { rate: event.rate })
    case 'reset':
      return next(state, { playing: false, timeMs: 0 })
    case 'tick':
      return playing ? arrive(state, timeMs + heldTime(event.deltaMs, Infinity) * state.rate) : state
    case 'jump':
      return playing ? arrive(state, stopAfter(state)) : state
    case 'load': {
      const { stops, timeMs: to = 0 } = event
      const loaded = initialPlayer(event.durationMs, stops)
      const at = heldTime(to, loaded.durationMs)
      return next(state, { ...loaded, rate: state.rate, timeMs: at, playing: playing && at < loaded.durationMs })
    }
    default:
      throw new GlassformerError('bad-option', say`A player has no event ${describe((event as PlayerEvent).type)}.`)
  }
}

/** Throws `bad-option` for what is no player: its stops were looked through by `initialPlayer`, and only their being numbers matters. */
function checkState(state: unknown): void {
  const ok =
    isObject(state) &&
    [state.timeMs, state.rate, state.durationMs].every((value) => typeof value === 'number') &&
    typeof state.playing === 'boolean' &&
    Array.isArray(state.stops) &&
    state.stops.every((stop) => typeof stop === 'number')
  checkOption('The player', state, ok, 'what initialPlayer or playerReducer returned')
}

/** At or beyond the end there is nothing left to play. */
function arrive(state: PlayerState, timeMs: number): PlayerState {
  return next(state, { timeMs: Math.min(timeMs, state.durationMs), playing: timeMs < state.durationMs })
}

function stopAfter({ timeMs, stops, durationMs }: PlayerState): number {
  return stops.find((stop) => stop > timeMs) ?? durationMs
}

function stopBefore({ timeMs, stops }: PlayerState): number {
  return stops.findLast((stop) => stop < timeMs) ?? 0
}

function next(state: PlayerState, change: Partial<PlayerState>): PlayerState {
  const keys = Object.keys(change) as (keyof PlayerState)[]
  return keys.some((key) => state[key] !== change[key]) ? { ...state, ...change } : state
}

function bad(message: Said): GlassformerError {
  return new GlassformerError('out-of-range', message)
}
