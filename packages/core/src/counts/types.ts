/**
 * Multiply-adds by kind. Matrix products alone count, those of attention included: additions of biases, norms, softmax,
 * activations, a gate's product with its values and the rotation of rotary positions do not.
 */
export interface WorkCounts {
  /** Q, K, V and the output projection of attention; K and V have `nKVHeads` heads. */
  readonly projections: number
  /** Queries times keys; cells masked by causality or a sliding window are not computed and not counted. */
  readonly scores: number
  /** Pattern times values. */
  readonly weightedValues: number
  /** Two products, or SwiGLU's three. */
  readonly mlp: number
  readonly unembed: number
}

/** Bytes moved, at four bytes a number unless said otherwise. */
export interface ByteCounts {
  /** K and V of the positions that the step computed, in all layers. */
  readonly cacheWritten: number
  /**
   * In each layer and for each position that the step computed, K and V of all positions that it sees, itself included. A
   * prefill from position 0 reads none, in however many passes: its keys are at hand. One that goes on from positions
   * that a shared cache held does read, as a decode step does.
   */
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
