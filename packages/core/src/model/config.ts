import { GlassformerError } from '../tensor/errors'

/** The shape of a GPT-2 style transformer. All counts are positive integers. */
export interface ModelConfig {
  /** Number of blocks. */
  readonly nLayers: number
  /** Attention heads per block. */
  readonly nHeads: number
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
  /** GELU by its tanh approximation (GPT-2) or exact, by the error function. @default 'gelu_tanh' */
  readonly activation: Activation
  /** Whether the unembedding is the transposed token embedding. @default true */
  readonly tied: boolean
  /** Whether linear layers and layer norms have biases. @default true */
  readonly bias: boolean
  /** Added to the variance in layer norms. @default 1e-5 */
  readonly layerNormEps: number
}

export const ACTIVATIONS = ['gelu_tanh', 'gelu_erf'] as const
export type Activation = (typeof ACTIVATIONS)[number]

/** What `createModel` takes: the counts that have no default, and any of the rest. */
export type ModelConfigInput = Pick<ModelConfig, 'nLayers' | 'nHeads' | 'dModel' | 'nCtx' | 'dVocab'> &
  Partial<ModelConfig>

const COUNTS = ['nLayers', 'nHeads', 'dModel', 'dHead', 'dMlp', 'nCtx', 'dVocab'] as const

/** Fills in defaults and checks every field. Throws `bad-config` with the field, its value and what is allowed. */
export function resolveConfig(input: ModelConfigInput): ModelConfig {
  if (input === null || typeof input !== 'object')
    throw bad(
      `A config must be an object such as { nLayers: 2, nHeads: 4, dModel: 48, nCtx: 64, dVocab: 100 }; got ${String(input)}.`,
    )
  const config: ModelConfig = {
    nLayers: input.nLayers,
    nHeads: input.nHeads,
    dModel: input.dModel,
    dHead: input.dHead ?? input.dModel / input.nHeads,
    dMlp: input.dMlp ?? 4 * input.dModel,
    nCtx: input.nCtx,
    dVocab: input.dVocab,
    activation: input.activation ?? 'gelu_tanh',
    tied: input.tied ?? true,
    bias: input.bias ?? true,
    layerNormEps: input.layerNormEps ?? 1e-5,
  }
  for (const field of COUNTS) {
    const value = config[field]
    if (Number.isSafeInteger(value) && value > 0) continue
    if (field === 'dHead' && input.dHead === undefined && Number.isSafeInteger(input.nHeads))
      throw bad(
        `dModel (${input.dModel}) must be divisible by nHeads (${input.nHeads}), or give dHead; ${input.dModel} / ${input.nHeads} is not a whole number.`,
      )
    throw bad(`${field} must be a positive whole number; got ${String(value)}.`)
  }
  if (!ACTIVATIONS.includes(config.activation))
    throw bad(`activation must be one of ${ACTIVATIONS.join(', ')}; got ${String(config.activation)}.`)
  for (const field of ['tied', 'bias'] as const)
    if (typeof config[field] !== 'boolean') throw bad(`${field} must be true or false; got ${String(config[field])}.`)
  if (!(config.layerNormEps > 0 && Number.isFinite(config.layerNormEps)))
    throw bad(`layerNormEps must be a positive number; got ${String(config.layerNormEps)}.`)
  return Object.freeze(config)
}

function bad(message: string): GlassformerError {
  return new GlassformerError('bad-config', message)
}
