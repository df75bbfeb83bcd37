/** Multiply-adds by kind. Only products that are summed count: additions of biases, norms and softmax do not. */
export interface WorkCounts {
  /** Q, K, V and the output projection of attention. */
  readonly projections: number
  /** Queries times keys; masked cells are not computed and not counted. */
  readonly scores: number
  /** Pattern times values. */
  readonly weightedValues: number
  readonly mlp: number
  readonly unembed: number
}

/** Bytes moved, at four bytes a number. */
export interface ByteCounts {
  readonly cacheWritten: number
  readonly cacheRead: number
  /** Size of the cache after the step. */
  readonly cacheSize: number
}

export interface StepCounts {
  readonly macs: WorkCounts
  /** Sum of `macs`. */
  readonly totalMacs: number
  readonly bytes: ByteCounts
}

export const WORK_KINDS = ['projections', 'scores', 'weightedValues', 'mlp', 'unembed'] as const
export type WorkKind = (typeof WORK_KINDS)[number]

/** The counts of a whole run: each step (0 is the prefill), and their sum. */
export interface OpCounts {
  readonly steps: readonly StepCounts[]
  readonly total: StepCounts
}
