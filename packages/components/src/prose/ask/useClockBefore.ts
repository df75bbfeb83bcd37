'use client'
import type { LessonHandle } from '../../lesson/handle'
import { useMarkupValue } from '../../lesson/hooks'
import { useLiveEffect } from '../../lesson/useLiveEffect'
import { type AnswerMoment, goBefore } from './moment'

/** Whether the clock has come to where figures show an answer. With `keeps` it is kept from there, and taken back if it is. */
export function useClockBefore(lesson: LessonHandle, moment: AnswerMoment | null, keeps: boolean): boolean {
  const isPast = () => moment !== null && lesson.time.get() > moment.beforeMs
  useLiveEffect(() => {
    if (!keeps || !moment) return
    const keep = () => {
      if (lesson.time.get() > moment.beforeMs) goBefore(lesson, moment)
    }
    keep()
    return lesson.time.subscribe(keep)
  }, [lesson, moment, keeps])
  return useMarkupValue(lesson, isPast)
}
