'use client'
import type { Model, Trace } from '@glassformer/core'
import { useEffect, useMemo } from 'react'
import { asError } from './asError'
import { type LessonContextValue, lessonOf, useLessonContext } from './context'
import { createLesson, type LessonHandle } from './handle'
import { readTrace } from './readTrace'
import { prefersReducedMotion } from './reducedMotion'

/** A lesson of one figure that shows one given trace, or why it cannot; the model is for what reads its weights. */
export function useTraceValue(
  trace: Trace,
  defaultTime: number | undefined,
  model: Model | undefined,
): LessonContextValue | Error {
  const around = useLessonContext()
  const messages = around?.messages
  const apart = around !== null
  const made = useMemo((): LessonHandle | Error => {
    try {
      const run = { ...readTrace(trace), ...(model && { model }) }
      return createLesson(run, { initialTimeMs: defaultTime, reducedMotion: prefersReducedMotion })
    } catch (error) {
      return asError(error)
    }
  }, [trace, defaultTime, model])
  useEffect(() => {
    if (made instanceof Error) return
    made.hold(false)
    return () => made.hold(true)
  }, [made])
  return useMemo(
    () => (made instanceof Error ? made : lessonOf(made, { messages, standalone: true, apart })),
    [made, messages, apart],
  )
}
