import { clamp, type ForwardFrame, LOGITS_AT } from '@glassformer/core'
import { type CacheView, isKept } from './data'
import { isFound, type Keeping } from './keeping'

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
    view.keeps === 'none'
      ? progress >= 1
        ? frame.cue.to
        : frame.cue.from
      : Math.max(view.keeping?.shared ?? 0, frame.written[layer] as number)
  const writing = progress > 0 && progress < 1 && full < frame.cue.to
  return { full, to: writing ? frame.cue.to : full, progress: writing ? progress : 1 }
}

/** Whether a layer gave a position up to make room for the next, before anything read it; otherwise it went at its step's end. */
export function isEarly(keeping: Keeping, layer: number, position: number): boolean {
  const step = keeping.evictedIn[layer]?.[position] ?? Infinity
  return keeping.makesRoomFirst && !isFound(keeping, step, layer, position)
}

/**
 * How far a position has gone from a layer: 0 while it is held, 1 once its place is empty, in between it fades. From the first
 * moment of fading on it counts as given up. What makes room goes while the new column is written, the rest when all layers
 * have read.
 */
export function goneFrom({ keeping }: CacheView, frame: ForwardFrame, layer: number, position: number): number {
  const step = keeping?.evictedIn[layer]?.[position] ?? Infinity
  const { cue, progressOf } = frame
  if (!keeping || step > cue.step) return 0
  if (step < cue.step) return 1
  if (isEarly(keeping, layer, position)) return progressOf.write[layer] ?? 0
  return clamp(progressOf.sample / LOGITS_AT)
}

/** Whether a layer holds a position whole at a moment. */
export function isHeld(view: CacheView, frame: ForwardFrame, layer: number, position: number): boolean {
  return position < standingIn(view, frame, layer).full && goneFrom(view, frame, layer, position) === 0
}

/** How many positions each layer holds at a moment. */
export function heldCounts(view: CacheView, frame: ForwardFrame): number[] {
  return view.layers.map((_, layer) => heldUntil(view, frame, layer, standingIn(view, frame, layer).full))
}

/** Of each layer, how many positions of earlier steps it holds at a moment. */
export function pastHeld(view: CacheView, frame: ForwardFrame): number[] {
  return view.layers.map((_, layer) => heldUntil(view, frame, layer, frame.cue.from))
}

function heldUntil(view: CacheView, frame: ForwardFrame, layer: number, end: number): number {
  let held = end
  for (let position = 0; view.keeping && position < end; position++)
    if (goneFrom(view, frame, layer, position) > 0) held--
  return held
}

/** Places that a layer has given up by the end of the step at work, as ranges; `leaving` is what goes in this step. */
export interface Eviction {
  readonly from: number
  readonly to: number
  readonly leaving: boolean
}

export function evictionsIn({ keeping }: CacheView, frame: ForwardFrame, layer: number): readonly Eviction[] {
  const ranges: { from: number; to: number; leaving: boolean }[] = []
  for (const [position, step] of (keeping?.evictedIn[layer] ?? []).entries()) {
    if (step > frame.cue.step) continue
    const leaving = step === frame.cue.step
    const last = ranges.at(-1)
    if (last && last.to === position && last.leaving === leaving) last.to++
    else ranges.push({ from: position, to: position + 1, leaving })
  }
  return ranges
}

/** The physical block of each logical one at a moment: a step takes those it needs when its first layer writes. */
export function blocksAt({ keeping }: CacheView, { cue, progressOf }: ForwardFrame): readonly number[] {
  const { size, tables } = keeping?.blocks ?? { size: 1, tables: [] }
  if ((progressOf.write[0] ?? 0) > 0) return tables[cue.step] ?? []
  return cue.step > 0 ? (tables[cue.step - 1] ?? []) : (tables[0] ?? []).slice(0, (keeping?.shared ?? 0) / size)
}

/** Bytes kept at a moment. Equals the engine's `cacheSize` at the end of each step; 0 where nothing is kept. */
export function bytesKept(view: CacheView, frame: ForwardFrame): number {
  if (!isKept(view)) return 0
  const blocks = view.keeping?.blocks
  if (blocks) return view.layers.length * blocksAt(view, frame).length * blocks.size * view.slotBytes
  return heldCounts(view, frame).reduce((sum, positions) => sum + positions, 0) * view.slotBytes
}

/** Of these, the bytes that hold something: less where blocks have rows to spare. */
export function bytesUsed(view: CacheView, frame: ForwardFrame): number {
  if (!isKept(view)) return 0
  return heldCounts(view, frame).reduce((sum, positions) => sum + positions, 0) * view.slotBytes
}

/** Bytes that the full cache would take at a moment. */
export function bytesOfFull(view: CacheView, frame: ForwardFrame): number {
  return view.layers.reduce((sum, _, l) => sum + standingIn(view, frame, l).full, 0) * view.fullSlotBytes
}

/** The largest difference between what was computed and what the cache gives back, over all that is kept at a moment. */
export function largestError(view: CacheView, frame: ForwardFrame): number {
  return Math.max(
    0,
    ...view.layers.map(({ errors }, l) => Math.max(0, ...errors.subarray(0, standingIn(view, frame, l).full))),
  )
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
