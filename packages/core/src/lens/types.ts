import type { Model } from '../model/model'
import type { Tensor } from '../tensor/tensor'
import type { Candidate } from '../trace/types'

export interface LensOptions {
  /** The model that made the trace: needed for one that was cloned, decoded or recorded. @default the one that made it here */
  readonly model?: Model | undefined
  /** The first position that is read. @default 0 */
  readonly from?: number | undefined
  /** The position after the last that is read. @default all */
  readonly to?: number | undefined
}

/** Where a token stands among all that could come next. */
export interface Standing {
  /** 1 for the most probable; of equals, the one with the lowest id comes first. */
  readonly rank: number
  readonly logit: number
  readonly prob: number
}

/** What the stream says of the next token, read before the model is done. */
export interface Lens {
  /** The tensor that was read. */
  readonly name: string
  /** The positions that were read: `from` to `to - 1`. */
  readonly from: number
  readonly to: number
  /** Axes position, d_vocab; row 0 is position `from`. */
  readonly logits: Tensor
  readonly probs: Tensor
  /** The most probable next tokens of a position, best first. @throws `out-of-range` */
  candidates(position: number, count?: number): readonly Candidate[]
  /** Where one token stands at a position. @throws `out-of-range` */
  standing(position: number, id: number): Standing
}
