import { type StepCounts, WORK_KINDS, type WorkCounts } from './types'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** What the engine fills in while it runs one step. */
export interface Counter {
  readonly macs: Mutable<WorkCounts>
  readonly bytes: Mutable<StepCounts['bytes']>
}

export function createCounter(): Counter {
  return {
    macs: { projections: 0, scores: 0, weightedValues: 0, mlp: 0, unembed: 0 },
    bytes: { cacheWritten: 0, cacheRead: 0, cacheSize: 0 },
  }
}

export function countsOf({ macs, bytes }: Counter): StepCounts {
  return { macs, totalMacs: WORK_KINDS.reduce((sum, kind) => sum + macs[kind], 0), bytes }
}
