import { describe } from '../tensor/describe'
import { checkOption, GlassformerError } from '../tensor/errors'
import { say } from '../tensor/say'
import { checkSequence, checkTimeline } from './checkTimeline'
import { heldTime, spanAt } from './cueAt'
import { clamp } from './easing'
import type { Cue, Timeline } from './types'

/** One timeline's place on the common clock. */
export interface SequencePart {
  readonly index: number
  readonly timeline: Timeline
  readonly startMs: number
  readonly endMs: number
}

/** A cue on the common clock. `cue` has the times of its own timeline. */
export interface SequenceCue {
  readonly index: number
  readonly cue: Cue
  /** Index of the part that it belongs to. */
  readonly part: number
  readonly startMs: number
  readonly endMs: number
}

/** Several timelines, one after another on one clock. */
export interface Sequence {
  readonly durationMs: number
  readonly parts: readonly SequencePart[]
  readonly cues: readonly SequenceCue[]
}

/** Puts timelines one after another, in order. */
export function sequence(timelines: readonly Timeline[]): Sequence {
  checkOption('The timelines', timelines, Array.isArray(timelines), 'an array of them')
  for (const timeline of timelines) checkTimeline(timeline)
  const cues: SequenceCue[] = []
  let durationMs = 0
  const parts = timelines.map((timeline, part) => {
    const startMs = durationMs
    let last = startMs
    for (const cue of timeline.cues) {
      const endMs = startMs + cue.endMs
      cues.push({ index: cues.length, cue, part, startMs: last, endMs })
      last = endMs
    }
    durationMs = last
    return { index: part, timeline, startMs, endMs: last }
  })
  return { durationMs, parts, cues }
}

/** Index of the part at a time of the common clock (held to it). At a part's end it is still that part. */
export function partAt(seq: Sequence, timeMs: number): number {
  if (seq.parts.length === 0)
    throw new GlassformerError('out-of-range', 'This sequence has no parts; give it a timeline.')
  return spanAt(seq.parts, heldTime(timeMs, seq.durationMs)).index
}

/**
 * A time of the common clock as a time of one part: 0 before its start, its duration after its end.
 * A cue's end is exact, whatever the sums of start and end round to. Throws `out-of-range` for NaN or an unknown part.
 */
export function localTime(seq: Sequence, partIndex: number, timeMs: number): number {
  checkSequence(seq)
  const part = Number.isInteger(partIndex) ? seq.parts[partIndex] : undefined
  if (!part)
    throw new GlassformerError(
      'out-of-range',
      say`There are ${seq.parts.length} parts, from 0; got part ${describe(partIndex)}.`,
    )
  const t = heldTime(timeMs, seq.durationMs)
  if (t <= part.startMs) return 0
  if (t >= part.endMs) return part.timeline.durationMs
  const { cue, endMs } = spanAt(seq.cues, t)
  return t === endMs ? cue.endMs : clamp(t - part.startMs, cue.startMs, cue.endMs)
}

/**
 * The times to stop at when stepping, in order: 0 and every cue's end, but for that of the first cue where it is `idle`:
 * nothing has changed by then, and a step must change something.
 */
export function stopsOf(seq: Sequence): readonly number[] {
  checkSequence(seq)
  const [first] = seq.cues
  return [0, ...seq.cues.slice(first?.cue.kind === 'idle' ? 1 : 0).map((cue) => cue.endMs)]
}
