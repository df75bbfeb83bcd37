import type { StepCounts } from '../counts/types'
import type { ModelConfig } from '../model/config'
import type { Fault } from '../model/hooks'
import type { Distribution } from '../sampling/sampling'
import type { Floats, Tensor } from '../tensor/tensor'

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
  /** The mistake that was made on purpose, if one was. */
  readonly fault?: Fault
  /** What was changed while the model ran, in the order in which it was asked for. */
  readonly interventions?: readonly InterventionRecord[]
  /** Activations by name, in the order of computation: all of them, or those that were selected. */
  readonly tensors: Readonly<Record<string, Tensor>>
  /** One activation by name, for instance `blocks.0.attn.pattern`. Throws `unknown-tensor` with the names there are. */
  tensor(name: string): Tensor
}

/** One change of an activation in the middle of a run, as plain data. */
export interface InterventionRecord {
  readonly tensor: string
  /** Positions (for scores and patterns: of queries) that were changed. */
  readonly positions: readonly number[]
  /** Heads that were changed; absent: all, or the tensor has none. */
  readonly heads?: readonly number[]
  /** For scores and patterns: the keys whose cells were changed; absent: all that the query sees. */
  readonly keys?: readonly number[]
  /** What the values were multiplied by. */
  readonly scale?: number
  /** What they were set to: one number for all, or the values of one position. */
  readonly set?: number | readonly number[]
  /** The other run that they were taken from, and the positions there. */
  readonly from?: {
    readonly provenance: Provenance
    readonly tokens: readonly TraceToken[]
    readonly positions: readonly number[]
  }
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
  /** How the next token was drawn. Absent with `distributions: false`, and for samplers that do not tell. */
  readonly sampling?: SamplingStep
  /** Under a cache policy: what the cache did in this step. */
  readonly cache?: CacheStep
  /**
   * With `{ compare: true }`: the same step over the same tokens, run the other way: without a cache for `full`, with
   * the full cache for `none` and for every policy.
   */
  readonly other?: {
    readonly counts: StepCounts
    /** Largest absolute difference between the two runs' logits at the last position. */
    readonly maxLogitDifference: number
  }
}

/** From the logits of the step's last position to the probabilities that were drawn from; all [V]. */
export interface SamplingStep extends Distribution {
  readonly logits: Floats
}

/** Positions in ascending order as half-open ranges `[from, to)`. */
export type PositionRanges = readonly (readonly [from: number, to: number])[]

/** What a policy's cache did in one layer, in one step. */
export interface CacheLayerStep {
  /** Computed in this step and stored. */
  readonly written: PositionRanges
  /** Held and seen by a query of the step; a prefill from position 0 has its keys at hand and reads none. */
  readonly read: PositionRanges
  /** Held until this step, and no longer. */
  readonly evicted: PositionRanges
  /** Computed by another request, and taken over without computing them. */
  readonly shared: PositionRanges
  /** Held after the step. */
  readonly held: PositionRanges
  /** Bytes of this request's K and V in this layer after the step. */
  readonly bytes: number
}

/** What a policy's cache did in one step. Bytes written, read and held by all layers are in the step's `counts`. */
export interface CacheStep {
  readonly layers: readonly CacheLayerStep[]
  /** Physical block of each logical block: position p lies in row p mod `blockSize` of block `blockTable[floor(p / blockSize)]`. */
  readonly blockTable?: readonly number[]
  /** Of a cache shared by requests: blocks of the prompt that were there, that were not, and blocks thrown out to make room. */
  readonly prefix?: { readonly hits: number; readonly misses: number; readonly evictions: number }
}

/** A policy's name and its numbers, for instance `{ policy: 'sliding-window', window: 8 }`. */
export interface CacheSettings {
  readonly policy: string
  readonly [setting: string]: string | number | boolean
}

/** K and V of one layer as the cache holds them; axes position, kv_head, d_head. K is turned if positions are rotary. */
export interface CachedLayer {
  readonly k: Tensor
  readonly v: Tensor
  /** The position that each row of k and v belongs to, ascending. */
  readonly positions: readonly number[]
}

/**
 * Prefill, then one position per step. `tensors` hold every position that was processed (the prompt and all new
 * tokens but the last), each row as it was computed in its own step. Positions that a shared cache held already are not
 * computed (the first step begins `from` there): their rows are NaN, but for K and V, which are the cache's.
 */
export interface GenerationTrace extends TraceBase {
  readonly kind: 'generation'
  /** The prompt and all new tokens. There is one more than there are processed positions. */
  readonly tokens: readonly TraceToken[]
  readonly promptLength: number
  readonly steps: readonly GenerationStep[]
  readonly cache: 'full' | 'none' | CacheSettings
  /**
   * Under a policy that stores something else than what was computed (quantised): K and V of every position as
   * attention reads them, under the names of the tensors that they stand for.
   */
  readonly stored?: Readonly<Record<string, Tensor>>
  /** The text of all tokens. */
  readonly text: string
  /** The cache after a step: one entry per layer. Empty shapes without a cache. Throws `unknown-tensor` if K and V were not selected. */
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
  readonly losses: Floats
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

export type Trace = ForwardTrace | GenerationTrace | BackwardTrace
