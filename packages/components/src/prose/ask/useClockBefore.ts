'use client'
import type { LessonHandle } from '../../lesson/handle'
import { useMarkupValue } from '../../lesson/hooks'
import { useLiveEffect } from '../../lesson/useLiveEffect'
import { type AnswerMoment, goBefore } from './moment'

/** Where the clock stands to the step that shows an answer: before it, where it begins, or where figures show some of it. */
export type Standing = 'before' | 'at' | 'past'

/** Where the clock stands. With `keeps` it does not go past, and is taken back if it is. */
export function useClockBefore(lesson: LessonHandle, moment: AnswerMoment | null, keeps: boolean): Standing {
  const standing = () => {
    const toIt = lesson.time.get() - (moment?.beforeMs ?? Number.POSITIVE_INFINITY)
    return toIt > 0 ? 'past' : toIt === 0 ? 'at' : 'before'
  }
  useLiveEffect(() => {
    if (!keeps || !moment) return
    const keep = () => {
      if (lesson.time.get() > moment.beforeMs) goBefore(lesson, moment)
    }
    keep()
    return lesson.time.subscribe(keep)
  }, [lesson, moment, keeps])
  return useMarkupValue(lesson, standing)
}
