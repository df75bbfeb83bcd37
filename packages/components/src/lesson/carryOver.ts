import type { Sequence } from '@glassformer/core'
import type { LessonHandle } from './handle'

/**
 * Where a reader is in a new run who was at some moment of the one before: as far into the same step, of the same token and
 * layer. Nowhere if it has no such step.
 */
export function placeIn(sequence: Sequence, { sequence: before, time }: LessonHandle): number | undefined {
  const now = time.get()
  const here = before.cues.find(({ endMs }) => now <= endMs)
  if (!here) return undefined
  const { kind, step, layer } = here.cue
  const there = sequence.cues.find(({ cue }) => cue.kind === kind && cue.step === step && cue.layer === layer)
  if (!there) return undefined
  // The end of a step is exact: what it computed is there then, and not a moment before.
  if (now >= here.endMs) return there.endMs
  const share = (now - here.startMs) / (here.endMs - here.startMs)
  return there.startMs + share * (there.endMs - there.startMs)
}
