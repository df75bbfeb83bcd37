'use client'
import { reviveTrace, type Trace } from '@glassformer/core'
import { validateTrace } from '@glassformer/core/trace'
import { useEffect, useMemo } from 'react'
import { asError } from './asError'
import { type LessonContextValue, lessonOf, useLessonContext } from './context'
import { createLesson, type LessonHandle } from './handle'
import { prefersReducedMotion } from './reducedMotion'
import { runOfTrace } from './run'

/** A lesson of one figure that shows one given trace, or why it cannot. */
export function useTraceValue(trace: Trace, defaultTime: number | undefined): LessonContextValue | Error {
  const around = useLessonContext()
  const messages = around?.messages
  const apart = around !== null
  const made = useMemo((): LessonHandle | Error => {
    try {
      const whole = withMethods(trace)
      const run = runOfTrace(whole)
      validateTrace(whole)
      return createLesson(run, { initialTimeMs: defaultTime, reducedMotion: prefersReducedMotion })
    } catch (error) {
      return asError(error)
    }
  }, [trace, defaultTime])
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

/** What was posted, cloned or read from a file has lost its methods: a copy has them again, and the original stays as it is. */
function withMethods(trace: Trace): Trace {
  const whole = typeof trace?.tensor === 'function' && (trace.kind !== 'backward' || typeof trace.grad === 'function')
  return whole || !trace || typeof trace !== 'object' ? trace : reviveTrace({ ...trace })
}
