import type { ForwardFrame } from '@glassformer/core'
import type { CacheView } from './data'

/** The columns of a layer that stand: `0` to `full - 1` whole, and `full` to `to - 1` as far as `progress`. */
export interface Standing {
  readonly full: number
  readonly to: number
  readonly progress: number
}

export function standingIn(view: CacheView, frame: ForwardFrame, layer: number): Standing {
  const progress = frame.progressOf.write[layer] ?? 0
  // Without a cache a step starts from nothing: what the step before computed is gone.
  const full =
    view.keeps === 'none' ? (progress >= 1 ? frame.cue.to : frame.cue.from) : (frame.written[layer] as number)
  const writing = progress > 0 && progress < 1 && full < frame.cue.to
  return { full, to: writing ? frame.cue.to : full, progress: writing ? progress : 1 }
}

/** Bytes kept at a moment. Equals the engine's `cacheSize` at the end of each step; 0 where nothing is kept. */
export function bytesKept(view: CacheView, frame: ForwardFrame): number {
  if (view.keeps !== 'full') return 0
  return frame.written.reduce((sum, positions) => sum + positions, 0) * view.slotBytes
}

/** The position whose reads are shown: the one pointed at, or the last of those at work. */
export function readerAt(frame: ForwardFrame, chosen: number | null): number | null {
  if (chosen !== null) return chosen
  return frame.cue.to > 0 ? frame.cue.to - 1 : null
}

/** How much of a query's reading of one layer is done: scores against keys, then the mixing of values; 0 to 1. */
export function readingOf(frame: ForwardFrame, layer: number, query: number): { keys: number; values: number } {
  const { from, to } = frame.cue
  if (query >= to) return { keys: 0, values: 0 }
  if (query < from) return { keys: 1, values: 1 }
  return { keys: frame.progressOf.read[layer] ?? 0, values: frame.progressOf.attend[layer] ?? 0 }
}
