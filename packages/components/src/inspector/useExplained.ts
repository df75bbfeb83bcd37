'use client'
import type { Trace } from '@glassformer/core'
import { type Explanation, explain } from '@glassformer/core/explain'
import { useMemo } from 'react'
import { asError } from '../lesson/asError'
import type { LessonRun } from '../lesson/handle'
import type { CellAddress } from '../lesson/selection'
import { traceOf } from './cells'

export type Explained =
  | { readonly explanation: Explanation; readonly trace: Trace; readonly error: null }
  | { readonly error: Error }

/** A number taken apart, or why it cannot be. */
export function useExplained(run: LessonRun, path: readonly CellAddress[]): Explained {
  return useMemo(() => {
    const cell = path.at(-1) as CellAddress
    try {
      const trace = traceOf(run, path) as Trace
      return { explanation: explain(trace, cell.tensor, cell.index, { model: run.model }), trace, error: null }
    } catch (error) {
      return { error: asError(error) }
    }
  }, [run, path])
}
