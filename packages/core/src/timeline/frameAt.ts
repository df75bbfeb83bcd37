import type { Trace } from '../trace/types'
import { backwardFrame } from './backwardFrame'
import { checkTimeline } from './checkTimeline'
import { heldTime } from './cueAt'
import { forwardFrame } from './forwardFrame'
import type { BackwardFrame, ForwardFrame, Timeline } from './types'

/** The frame of a kind of timeline. */
export type FrameOf<K extends Trace['kind']> = K extends 'backward' ? BackwardFrame : ForwardFrame

/**
 * Everything a view needs of a timeline at `timeMs` (held between 0 and the duration). Pure and without replay: each
 * moment is computed by itself, in time that grows with the layers and the logarithm of the cues.
 * At `cue.endMs` the progress is exactly 1 and all that the cue does is done. Throws `out-of-range` for NaN.
 */
export function frameAt<K extends Trace['kind']>(
  timeline: Timeline & { readonly kind: K },
  timeMs: number,
): FrameOf<K> {
  checkTimeline(timeline)
  const t = heldTime(timeMs, timeline.durationMs)
  return (timeline.kind === 'backward' ? backwardFrame(timeline, t) : forwardFrame(timeline, t)) as FrameOf<K>
}
