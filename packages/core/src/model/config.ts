import { checkNames, isObject, isPositive } from '../tensor/checks'
import { describe } from '../tensor/describe'
import { GlassformerError } from '../tensor/errors'
import { type Said, say } from '../tensor/say'

/** The shape of a decoder-only transformer, as a model card states it. All counts are positive integers. */
export interface ModelConfig {
  /** Number of blocks. */
  readonly nLayers: number
  /** Query heads per block. */
  readonly nHeads: number
  /** Heads of keys and values, a divisor of nHeads: all of them is multi-head, 1 multi-query, between them grouped-query attention. @default nHeads */
  readonly nKVHeads: number
  /** Width of the residual stream. */
  readonly dModel: number
  /** Width of one head's queries, keys and values. @default dModel / nHeads */
  readonly dHead: number
  /** Width of the MLP's hidden layer. @default 4 * dModel */
  readonly dMlp: number
  /** The longest sequence, in tokens. */
  readonly nCtx: number
  /** Number of tokens in the vocabulary. */
  readonly dVocab: number
  /** LayerNorm, or RMSNorm, which takes off no mean and has no bias. @default 'layernorm' */
  readonly norm: Norm
  /** Added to the variance (or mean square) in norms. @default 1e-5 */
  readonly normEps: number
  /** How a token's place is told: a learned vector, sines and cosines, rotated queries and keys, or not at all. @default 'learned' */
  readonly positions: Positions
  /** Rotary positions: the pairs' wavelengths go from 2 pi to nearly 2 pi times this. Ignored by others. @default 10000 */
  readonly rotaryBase: number
  /** The MLP: GELU by its tanh approximation (GPT-2) or exact, ReLU, or SwiGLU, which has a gate. @default 'gelu_tanh' */
  readonly activation: Activation
  /** How many positions a query sees, its own included; a sliding window if less than nCtx. @default nCtx */
  readonly attentionWindow: number
  /** Whether the unembedding is the transposed token embedding. @default true */
  readonly tied: boolean
  /**
   * Biases in all linear layers and layer norms, in none, or in some linear layers alone: in those of queries, keys and
   * values, of attention (these, and what mixes the heads), or of the MLP. @default true
   */
  readonly bias: boolean | 'qkv' | 'attention' | 'mlp'
}

export const NORMS = ['layernorm', 'rmsnorm'] as const
export type Norm = (typeof NORMS)[number]
export const POSITIONS = ['learned', 'sinusoidal', 'rotary', 'none'] as const
export type Positions = (typeof POSITIONS)[number]
export const ACTIVATIONS = ['gelu_tanh', 'gelu_erf', 'relu', 'swiglu'] as const
export type Activation = (typeof ACTIVATIONS)[number]

/** What `createModel` takes: the counts that have no default, and any of the rest. */
export type ModelConfigInput = Pick<ModelConfig, 'nLayers' | 'nHeads' | 'dModel' | 'nCtx' | 'dVocab'> &
  Partial<ModelConfig>

const COUNTS = [
  'nLayers',
  'nHeads',
  'nKVHeads',
  'dModel',
  'dHead',
  'dMlp',
  'nCtx',
  'dVocab',
  'attentionWindow',
] as const
const CHOICES = {
  norm: NORMS,
  positions: POSITIONS,
  activation: ACTIVATIONS,
  tied: [true, false],
  bias: [true, false, 'qkv', 'attention', 'mlp'],
} as const

const FIELDS = [...COUNTS, ...Object.keys(CHOICES), 'normEps', 'rotaryBase']

/** What other libraries call our fields, where that is not spelt like ours. */
const OTHER_NAMES = new Map<string, keyof ModelConfig>([
  ...(['n_embd', 'hidden_size', 'd_embed', 'width', 'dim'] as const).map((name) => [name, 'dModel'] as const),
  ...(['num_hidden_layers', 'num_layers', 'depth'] as const).map((name) => [name, 'nLayers'] as const),
  ...(['num_attention_heads', 'num_heads'] as const).map((name) => [name, 'nHeads'] as const),
  ...(['num_key_value_heads', 'n_kv_head'] as const).map((name) => [name, 'nKVHeads'] as const),
  ...(['block_size', 'n_positions', 'max_position_embeddings', 'contextLength', 'seqLen'] as const).map(
    (name) => [name, 'nCtx'] as const,
  ),
  ...(['n_inner', 'intermediate_size', 'd_ff', 'dFF'] as const).map((name) => [name, 'dMlp'] as const),
  ...(['layer_norm_epsilon', 'rms_norm_eps', 'layerNormEps'] as const).map((name) => [name, 'normEps'] as const),
  ...(['vocab_size', 'vocabSize'] as const).map((name) => [name, 'dVocab'] as const),
  ['rope_theta', 'rotaryBase'],
  ['sliding_window', 'attentionWindow'],
  ['tie_word_embeddings', 'tied'],
])

/** Fills in defaults and checks every field. Throws `bad-config` with the field, its value and what is allowed. */
export function resolveConfig(input: ModelConfigInput): ModelConfig {
  if (!isObject(input))
    throw bad(
      say`A config must be an object such as { nLayers: 2, nHeads: 4, dModel: 48, nCtx: 64, dVocab: 100 }; got ${describe(input)}.`,
    )
  checkNames('A config has no field', input, FIELDS, 'bad-config', OTHER_NAMES)
  const config: ModelConfig = {
    nLayers: input.nLayers,
    nHeads: input.nHeads,
    nKVHeads: input.nKVHeads ?? input.nHeads,
    dModel: input.dModel,
    dHead: input.dHead ?? numberOf(input.dModel) / numberOf(input.nHeads),
    dMlp: input.dMlp ?? 4 * numberOf(input.dModel),
    nCtx: input.nCtx,
    dVocab: input.dVocab,
    norm: input.norm ?? 'layernorm',
    normEps: input.normEps ?? 1e-5,
    positions: input.positions ?? 'learned',
    rotaryBase: input.rotaryBase ?? 10000,
    activation: input.activation ?? 'gelu_tanh',
    attentionWindow: input.attentionWindow ?? input.nCtx,
    tied: input.tied ?? true,
    bias: input.bias ?? true,
  }
  for (const field of COUNTS) {
    const value = config[field]
    if (Number.isSafeInteger(value) && value > 0) continue
    if (field === 'dHead' && input.dHead === undefined)
      throw bad(
        say`dModel (${input.dModel}) must be divisible by nHeads (${input.nHeads}), or give dHead; ${input.dModel} / ${input.nHeads} is not a whole number.`,
      )
    throw bad(say`${field} must be a positive whole number; got ${describe(value)}.`)
  }
  for (const [field, allowed] of Object.entries(CHOICES)) {
    const value = config[field as keyof typeof CHOICES]
    if (!(allowed as readonly unknown[]).includes(value))
      throw bad(say`${field} must be one of ${allowed.join(', ')}; got ${describe(value)}.`)
  }
  for (const field of ['normEps', 'rotaryBase'] as const)
    if (!isPositive(config[field])) throw bad(say`${field} must be a positive number; got ${describe(config[field])}.`)
  if (config.nHeads % config.nKVHeads)
    throw bad(
      say`nKVHeads must divide nHeads (${config.nHeads}), so that each serves as many queries; got ${config.nKVHeads}.`,
    )
  if (config.positions === 'rotary' && config.dHead % 2)
    throw bad(say`dHead must be even with rotary positions, which turn pairs of it; got ${config.dHead}.`)
  return Object.freeze(config)
}

/** A number as it is; anything else would throw when it is reckoned with. */
function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN
}

function bad(message: Said): GlassformerError {
  return new GlassformerError('bad-config', message)
}
