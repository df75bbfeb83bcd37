import type { StepCounts } from '../complexity/types'
import type { ModelConfig } from '../model/config'
import type { Tensor } from '../tensor/tensor'

export interface TraceToken {
  readonly id: number
  /** The token as text, its spaces included. */
  readonly text: string
}

/** Where the numbers of a trace come from. A view shows anything but `computed`. */
export interface Provenance {
  readonly kind: 'computed' | 'recorded' | 'illustrative'
  /** The model's name, if it has one. */
  readonly model?: string
  /** For `recorded` and `illustrative`: where from, in a sentence. */
  readonly note?: string
}

interface TraceBase {
  readonly config: ModelConfig
  readonly provenance: Provenance
  /** Activations by name, in the order of computation. */
  readonly tensors: Readonly<Record<string, Tensor>>
  /** One activation by name, for instance `blocks.0.attn.pattern`. Throws `unknown-tensor` with the names there are. */
  tensor(name: string): Tensor
}

/** One forward pass over all `tokens` at once. */
export interface ForwardTrace extends TraceBase {
  readonly kind: 'forward'
  readonly tokens: readonly TraceToken[]
  readonly counts: StepCounts
}

/** One candidate for the next token. */
export interface Candidate extends TraceToken {
  readonly logit: number
  /** Probability over the whole vocabulary, before temperature. */
  readonly prob: number
}

/**
 * One step of a generation: step 0 is the prefill of the whole prompt; each later step
 * processes the token that the step before it sampled.
 */
export interface GenerationStep {
  readonly index: number
  readonly kind: 'prefill' | 'decode'
  /** Positions that this step computes: `from` to `to - 1`. */
  readonly from: number
  readonly to: number
  /** The token chosen from this step's last logits; its position is `to`. */
  readonly sampled: Candidate
  /** The most probable next tokens, best first. */
  readonly candidates: readonly Candidate[]
  /** What the engine did in this step, counted while it ran. */
  readonly counts: StepCounts
  /** Entries (positions per layer) in the cache after this step; 0 without a cache. */
  readonly cachedPositions: number
  /** With `{ compare: true }`: the same step run the other way (without a cache, or with one). */
  readonly other?: {
    readonly counts: StepCounts
    /** Largest absolute difference between the two runs' logits at the last position. */
    readonly maxLogitDifference: number
  }
}

/** K and V of one layer as the cache holds them; axes position, head, d_head. */
export interface CachedLayer {
  readonly k: Tensor
  readonly v: Tensor
}

/**
 * Prefill, then one position per step. `tensors` hold every position that was processed (the prompt and all new
 * tokens but the last), each row as it was computed in its own step. Unprocessed cells do not exist.
 */
export interface GenerationTrace extends TraceBase {
  readonly kind: 'generation'
  /** The prompt and all new tokens. There is one more than there are processed positions. */
  readonly tokens: readonly TraceToken[]
  readonly promptLength: number
  readonly steps: readonly GenerationStep[]
  readonly cache: 'full' | 'none'
  /** The text of all tokens. */
  readonly text: string
  /** The cache after a step: one entry per layer. Empty shapes without a cache. */
  cacheAt(step: number): readonly CachedLayer[]
}

/** What an optimizer's step would do to one parameter tensor. */
export interface ParameterUpdate {
  readonly name: string
  readonly gradNorm: number
  readonly weightNorm: number
  /** Euclidean norm of the change. */
  readonly updateNorm: number
}

/** One training step: forward, loss, backward, update. Gradients are of the mean `loss`. */
export interface BackwardTrace extends TraceBase {
  readonly kind: 'backward'
  readonly tokens: readonly TraceToken[]
  /** The token to be predicted at each position; -1 where the loss ignores it. */
  readonly targets: readonly number[]
  /** Mean over the positions that count, in nats. */
  readonly loss: number
  /** Cross-entropy at each position, in nats; 0 where it is ignored. */
  readonly losses: Floats32
  /** Gradient of `loss` at every activation, under the activation's name. */
  readonly grads: Readonly<Record<string, Tensor>>
  readonly paramGrads: Readonly<Record<string, Tensor>>
  /** The update that one optimizer step with these gradients makes. The model itself is not changed. */
  readonly update: {
    readonly learningRate: number
    readonly parameters: readonly ParameterUpdate[]
  }
  /** `grad('blocks.0.attn.k')` for an activation, `grad.param('embed.W_E')` for a parameter. */
  readonly grad: ((name: string) => Tensor) & { param(name: string): Tensor }
}

type Floats32 = Float32Array | Float64Array

export type Trace = ForwardTrace | GenerationTrace | BackwardTrace
