'use client'
import type { Cue, Sequence } from '@glassformer/core'
import type { LessonHandle } from '../../lesson/handle'
import { useMarkupValue } from '../../lesson/hooks'

/** Where the clock stands, counted as it is stepped: 0 before anything is done, then one for each stop. */
export interface Place {
  readonly cue: Cue
  readonly part: number
  readonly step: number
  readonly steps: number
  readonly ended: boolean
  /** Whether it stands in a training step. */
  readonly learning: boolean
}

export function placeAt(sequence: Sequence, timeMs: number): Place | null {
  const { cues, durationMs } = sequence
  const at = cues.find(({ endMs }) => timeMs <= endMs)
  if (!at) return null
  // The first cue is the machine at rest: step 0.
  return {
    cue: at.cue,
    part: at.part,
    learning: sequence.parts[at.part]?.timeline.kind === 'backward',
    step: at.index,
    steps: cues.length - 1,
    ended: timeMs >= durationMs,
  }
}

/** The place, for markup: renders again when the step changes or the end is reached. */
export function usePlace(lesson: LessonHandle): Place | null {
  usePlaceValue(lesson, (place) => place && (place.ended ? -1 : place.step))
  return placeAt(lesson.sequence, lesson.time.get())
}

/** One value of the place, for markup: renders again when it changes. */
export function usePlaceValue<T>(lesson: LessonHandle, pick: (place: Place | null) => T): T {
  return useMarkupValue(lesson, () => pick(placeAt(lesson.sequence, lesson.time.get())))
}
