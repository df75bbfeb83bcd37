import type { Model } from '../model/model'

/** How a number was made. `docs/explain.mdx` has the formula of each, and what its terms and steps are. */
export const OPERATIONS = [
  /** A weight: nothing made it. No terms. */
  'parameter',
  /** A number of a table's row: the token's or the position's vector. */
  'lookup',
  'sinusoid',
  'copy',
  'add',
  'layernorm',
  'rmsnorm',
  'linear',
  'rotary',
  'scores',
  'softmax',
  'weightedValues',
  'gelu_tanh',
  'gelu_erf',
  'relu',
  'swiglu',
  /** A score of `-Infinity`, or a weight of 0: the key is later than the query, before its window, or held no longer. No terms. */
  'causalMask',
  'windowMask',
  'evicted',
  /** Changed in the middle of the run: see `computed` for what it was. */
  'intervened',
  /** K or V as a quantised cache decodes it. */
  'quantised',
  /** K or V as a policy of one's own holds it. No terms. */
  'held',
  /** Taken over from another request's cache, or not computed since that was. No terms. */
  'shared',
  /** The loss at one position, and its mean. */
  'crossEntropy',
  'mean',
  /** Gradients, by the operation that read the number. */
  'crossEntropyBackward',
  'logLossBackward',
  'copyBackward',
  'layernormBackward',
  'rmsnormBackward',
  'linearBackward',
  'rotaryBackward',
  'scoresBackward',
  'softmaxBackward',
  'weightedValuesBackward',
  'activationBackward',
  /** Gradients of parameters: of a linear layer's weights, of biases, of a norm's weights, of the tables of vectors. */
  'weightBackward',
  'biasBackward',
  'normWeightBackward',
  'lookupBackward',
] as const
export type Operation = (typeof OPERATIONS)[number]

/** What a number between tensors is. */
export const STEPS = [
  /** Norms: `centred` is x - mean, `deviation` the root of variance (or mean square) and epsilon, `standardised` the norm before its weights. */
  'mean',
  'variance',
  'meanSquare',
  'deviation',
  'centred',
  'standardised',
  /** 1 over the step before it. */
  'reciprocal',
  /** Scores: the sum of products, and what it is multiplied by. */
  'dot',
  'scale',
  /** Softmax: the largest score, exp(score - max) of each, and their sum. */
  'max',
  'exponential',
  'sum',
  'logarithm',
  /** Positions: the one that was told, its angle, and the turn. */
  'position',
  'angle',
  'cosine',
  'sine',
  'minusSine',
  /** Activations: what tanh or erf is taken of, their value, the share of x that passes, and the slope. */
  'inner',
  'tanh',
  'erf',
  'share',
  'logistic',
  'silu',
  'slope',
  /** Quantised values: the least and largest of a head's vector, its offset, and the whole number that is kept. */
  'least',
  'most',
  'offset',
  'code',
  /** Interventions: the number before it, and what it was multiplied by, set to, or replaced with from another run. */
  'computed',
  'factor',
  'set',
  'taken',
  /** Computed anew in a later pass without being recorded: always missing. */
  'recomputed',
  /** Losses: 1 over the positions that count, or its negative; the probability's own inverse; -1. */
  'count',
  'weight',
  'minusWeight',
  'minusOne',
  'inverse',
  /** Gradients: the derivative of what read the number by the number. */
  'derivative',
] as const
export type StepName = (typeof STEPS)[number]

/** A number of a tensor, a parameter or a gradient: `explain(trace, name, index)` opens it in turn. */
export interface Source {
  /** As in a trace or a model; `grad.` stands before a gradient's name, `stored.` before K and V as a quantised cache holds them. */
  readonly name: string
  /** One for each axis. */
  readonly index: readonly number[]
  /** NaN if it is missing. */
  readonly value: number
  /** The trace does not hold it, or no model is there whose parameter it is. Absent otherwise. */
  readonly missing?: true
}

/** A number that is in no tensor: one of the steps, or a constant. */
export interface Between {
  readonly name: null
  readonly step: StepName
  readonly value: number
  readonly missing?: true
}

export type Factor = Source | Between

/** A product: `value` is that of its factors. */
export interface Term {
  readonly value: number
  readonly factors: readonly Factor[]
}

/** A number between the sources and the value, in the order of computation. */
export interface Step {
  readonly name: StepName
  readonly value: number
  /** What it was made of: sources, or nothing where it is made of the steps before it, or of the terms. */
  readonly of: readonly Source[]
}

/** One number of a trace, taken apart: plain data. */
export interface Explanation {
  readonly name: string
  readonly index: readonly number[]
  /** As the trace holds it; NaN if it is missing. */
  readonly value: number
  readonly missing?: true
  readonly operation: Operation
  /** In the order in which they are added. Without missing factors, their values add up to `value`, within `bound`. */
  readonly terms: readonly Term[]
  readonly steps: readonly Step[]
  /** How far rounding can put the sum of the terms from `value`. */
  readonly bound: number
  /** Of a number that was intervened on: how it had been computed. */
  readonly computed?: Explanation
  /** Of a number that was intervened on: which of `trace.interventions` did. */
  readonly interventions?: readonly number[]
}

export interface ExplainOptions {
  /** The model of the run, for a trace that was cloned, decoded or recorded. @default the one that made this trace, here */
  readonly model?: Model | undefined
}
