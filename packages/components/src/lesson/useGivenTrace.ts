'use client'
import type { Model, Trace } from '@glassformer/core'
import { useMemo } from 'react'
import { asError } from './asError'
import type { LessonRun } from './handle'
import { readTrace } from './readTrace'

/** The run of a lesson that shows a given trace, or why it cannot; `undefined` for a lesson that runs its model itself. */
export function useGivenTrace(trace: Trace | undefined, model: Model | undefined): LessonRun | Error | undefined {
  return useMemo(() => {
    if (trace === undefined) return undefined
    try {
      return { ...(model && { model }), ...readTrace(trace) }
    } catch (error) {
      return asError(error)
    }
  }, [trace, model])
}
