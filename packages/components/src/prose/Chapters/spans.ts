import type { Sequence } from '@glassformer/core'
import { type CueName, findCue } from '../../lesson/cues'

/** The stretch of the lesson's clock that a segment plays, by names of steps. */
export interface SpanNames {
  /** The step that it begins with. @default where the segment before it ends */
  readonly from?: CueName | undefined
  /** The step that it ends with: the first of this name that is not over when it begins. @default the end of `from`'s own step */
  readonly to?: CueName | undefined
}

/** A stretch of the clock, in milliseconds. */
export interface Span {
  readonly startMs: number
  readonly endMs: number
  /** Whether the run has no step of the names given: the segment then rests where the one before it ended. */
  readonly missing: boolean
}

/** The spans of segments in their order. One without names plays nothing: it rests where the one before it ended. */
export function spansOf(sequence: Sequence, segments: readonly SpanNames[]): readonly Span[] {
  let beforeMs = 0
  return segments.map((names) => {
    const span = spanOf(sequence, names, beforeMs)
    beforeMs = span.endMs
    return span
  })
}

function spanOf(sequence: Sequence, { from, to }: SpanNames, beforeMs: number): Span {
  const first = from && findCue(sequence, from)
  const startMs = first?.startMs ?? beforeMs
  const last = to ? findCue(sequence, to, startMs) : first
  const endMs = last?.endMs ?? beforeMs
  const missing = (from !== undefined && !first) || (to !== undefined && !last)
  return missing ? { startMs: beforeMs, endMs: beforeMs, missing } : { startMs, endMs, missing }
}

/**
 * The segment that a moment belongs to: the one that the reader chose, as long as it holds the moment; or else the next
 * after it that does, or the first; in a gap the one that ended last. -1 without segments. A moment on the border of two
 * belongs to the earlier one, as the end of a step does.
 */
export function activeAt(spans: readonly Span[], chosen: number, timeMs: number): number {
  const own = spans[chosen]
  if (own && own.startMs <= timeMs && timeMs <= own.endMs) return chosen
  const holds = ({ startMs, endMs }: Span) => startMs < timeMs && timeMs <= endMs
  const next = spans.findIndex((span, i) => i > chosen && holds(span))
  if (next >= 0) return next
  const first = spans.findIndex(holds)
  if (first >= 0) return first
  const ended = spans.reduce(
    (best, { endMs }, i) => (endMs <= timeMs && endMs > (spans[best]?.endMs ?? -1) ? i : best),
    -1,
  )
  return ended >= 0 ? ended : spans.length > 0 ? 0 : -1
}

/** How far a moment is into a span, 0 to 1. What plays nothing is done. */
export function shareOf({ startMs, endMs }: Span, timeMs: number): number {
  if (timeMs >= endMs) return 1
  return endMs > startMs ? Math.max(0, (timeMs - startMs) / (endMs - startMs)) : 1
}
