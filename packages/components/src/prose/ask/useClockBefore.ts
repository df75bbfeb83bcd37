'use client'
import type { LessonHandle } from '../../lesson/handle'
import { useMarkupValue } from '../../lesson/hooks'
import { useLiveEffect } from '../../lesson/useLiveEffect'
import type { AnswerMoment } from './moment'

/** Whether the clock has come to where figures show an answer. With `holds` it is kept from there, and taken back if it is. */
export function useClockBefore(lesson: LessonHandle, moment: AnswerMoment | null, holds: boolean): boolean {
  const beforeMs = moment?.beforeMs ?? Number.POSITIVE_INFINITY
  useLiveEffect(() => {
    if (!holds) return
    const keep = () => {
      if (lesson.time.get() <= beforeMs) return
      lesson.dispatch({ type: 'pause' })
      lesson.dispatch({ type: 'seek', timeMs: beforeMs })
    }
    keep()
    return lesson.time.subscribe(keep)
  }, [lesson, beforeMs, holds])
  return useMarkupValue(lesson, () => lesson.time.get() > beforeMs)
}
