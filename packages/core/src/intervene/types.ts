import type { Trace } from '../trace/types'

/** One change of an activation, with exactly one of `scale`, `set` and `from`. */
export interface Intervention {
  /** An activation's name, for instance `blocks.0.attn.z`. */
  readonly tensor: string
  /** Which positions (for scores and patterns: of queries). @default all; with `from`: all that the source has */
  readonly positions?: readonly number[]
  /** Which heads, of a tensor that has them. @default all */
  readonly head?: number | readonly number[]
  /** For scores and patterns: which keys. Cells that are masked stay so. @default all that the query sees */
  readonly keys?: readonly number[]
  /** Multiplies: 0 ablates. */
  readonly scale?: number
  /**
   * One number for every value, or the values of one position: those of the chosen heads one after another, or, for scores and
   * patterns, one for each chosen key, the same for every head. A score may be set to `-Infinity`, which cuts the query
   * off from the key, as long as one key is left.
   */
  readonly set?: number | ArrayLike<number>
  /** Another run of a model with the same shapes, whose values are put in: activation patching. */
  readonly from?: Trace
  /** The source's positions, one for each of `positions`; scores and patterns belong to theirs. @default positions */
  readonly fromPositions?: readonly number[]
}
