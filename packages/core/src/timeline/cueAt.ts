import { describe } from '../tensor/describe'
import { GlassformerError } from '../tensor/errors'
import { say } from '../tensor/say'
import { clamp } from './easing'
import type { Cue, Timeline } from './types'

/** The first of `spans` (in order, without gaps) that ends at `timeMs` or later; the last one if none does. */
export function spanAt<S extends { readonly endMs: number }>(spans: readonly S[], timeMs: number): S {
  let low = 0
  let high = spans.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spans[middle] as S).endMs < timeMs) low = middle + 1
    else high = middle
  }
  return spans[low] as S
}

/** The time held between 0 and `durationMs`. Throws `out-of-range` if it is not a number. */
export function heldTime(timeMs: number, durationMs: number): number {
  if (typeof timeMs !== 'number' || Number.isNaN(timeMs))
    throw new GlassformerError('out-of-range', say`A time must be a number of milliseconds; got ${describe(timeMs)}.`)
  return clamp(timeMs, 0, durationMs)
}

/** The cue at a time in milliseconds, held to the timeline. At `cue.endMs` it is still that cue. Throws `out-of-range` for NaN. */
export function cueAt(timeline: Timeline, timeMs: number): Cue {
  return spanAt(timeline.cues, heldTime(timeMs, timeline.durationMs))
}
