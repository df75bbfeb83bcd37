import type { Activation, ModelConfig } from '../model/config'
import { describe } from '../tensor/describe'
import { clause, say } from '../tensor/say'
import { badSafetensors } from './container'

type Fields = Readonly<Record<string, unknown>>
export type Settings = Partial<ModelConfig>

/** What a config.json says, in our terms, and whose tensor names go with it. */
export interface HuggingFaceConfig {
  readonly family: 'gpt2' | 'llama'
  readonly settings: Settings
}

const MARKS = ['model_type', 'architectures', 'n_embd', 'hidden_size']
const LLAMAS = ['llama', 'mistral', 'qwen2']

export function isHuggingFace(config: Fields): boolean {
  return MARKS.some((mark) => Object.hasOwn(config, mark))
}

/**
 * Reads Hugging Face's config.json, of `model_type` gpt2, llama, mistral or qwen2. Fields that are left out have the
 * defaults of their class in transformers. Throws `bad-checkpoint`, naming the field, where the model would compute
 * something that this engine does not.
 */
export function readHuggingFace(json: Fields): HuggingFaceConfig {
  const type = json.model_type
  if (type !== 'gpt2' && !LLAMAS.includes(type as string))
    throw badSafetensors(say`config.model_type must be gpt2, ${LLAMAS.join(', ')}; got ${describe(type)}`)
  only(json, 'quantization_config', [null], 'weights that are not quantised')
  return type === 'gpt2'
    ? { family: 'gpt2', settings: gpt2(json) }
    : { family: 'llama', settings: llama(json, type as string) }
}

const GPT2_ACTIVATIONS: ReadonlyMap<unknown, Activation> = new Map([
  ['gelu_new', 'gelu_tanh'],
  ['gelu_fast', 'gelu_tanh'],
  ['gelu_pytorch_tanh', 'gelu_tanh'],
  ['gelu', 'gelu_erf'],
  ['relu', 'relu'],
])

function gpt2(json: Fields): Settings {
  only(json, 'scale_attn_weights', [true], 'scores divided by the root of the head width')
  only(json, 'scale_attn_by_inverse_layer_idx', [false], 'the same scale in all layers')
  only(json, 'add_cross_attention', [false], 'a decoder alone')
  const { activation_function: name = 'gelu_new' } = json
  const activation = GPT2_ACTIVATIONS.get(name)
  if (!activation)
    throw badSafetensors(
      say`config.activation_function must be one of ${[...GPT2_ACTIVATIONS.keys()].join(', ')}; got ${describe(name)}`,
    )
  return {
    ...sizes(json, [
      ['nLayers', 'n_layer'],
      ['nHeads', 'n_head'],
      ['dModel', 'n_embd'],
      ['dMlp', 'n_inner'],
      ['nCtx', 'n_positions'],
      ['dVocab', 'vocab_size'],
    ]),
    ...tying(json),
    norm: 'layernorm',
    positions: 'learned',
    activation,
    normEps: positive(json, 'layer_norm_epsilon', 1e-5),
  }
}

function llama(json: Fields, type: string): Settings {
  only(json, 'hidden_act', ['silu', 'swish'], 'SwiGLU')
  only(json, 'partial_rotary_factor', [1], 'rotary positions over whole heads')
  only(json, 'rope_scaling', [null], 'rotary positions that are not scaled', 'default')
  const rope = (json.rope_parameters ?? {}) as Fields
  only(json, 'rope_parameters', [null], 'rotary positions that are not scaled', 'default')
  const counts = sizes(json, [
    ['nLayers', 'num_hidden_layers'],
    ['nHeads', 'num_attention_heads'],
    ['nKVHeads', 'num_key_value_heads'],
    ['dHead', 'head_dim'],
    ['dModel', 'hidden_size'],
    ['dMlp', 'intermediate_size'],
    ['nCtx', 'max_position_embeddings'],
    ['dVocab', 'vocab_size'],
  ])
  const kinds = new Set(Array.isArray(json.layer_types) ? json.layer_types : [])
  if (kinds.size > 1)
    throw badSafetensors(say`config.layer_types mixes ${describe([...kinds])}; all layers must be alike here`)
  const nCtx = counts.nCtx ?? (type === 'llama' ? 2048 : type === 'mistral' ? 131072 : 32768)
  return {
    ...counts,
    ...tying(json),
    nCtx,
    norm: 'rmsnorm',
    positions: 'rotary',
    activation: 'swiglu',
    normEps: positive(json, 'rms_norm_eps', 1e-6),
    rotaryBase: 'rope_theta' in rope ? positive(rope, 'rope_theta', 1e4) : positive(json, 'rope_theta', 1e4),
    attentionWindow: Math.min(nCtx, windowOf(json, type, counts.nLayers)),
  }
}

/** Hugging Face counts a query's own position in `sliding_window`, as we do. */
function windowOf(json: Fields, type: string, nLayers = 0): number {
  const full = Number.POSITIVE_INFINITY
  if (type === 'llama' || (type === 'qwen2' && !json.use_sliding_window)) return full
  if (type === 'mistral' && json.sliding_window === undefined)
    throw badSafetensors('config.sliding_window is missing; for mistral it must be a number, or null for none')
  if (json.sliding_window === null) return full
  // Qwen2 slides from layer max_window_layers on.
  const first = type === 'qwen2' ? (json.max_window_layers ?? 28) : 0
  if (first !== 0 && !((first as number) >= nLayers))
    throw badSafetensors(
      say`config.max_window_layers must be 0 or all layers; got ${describe(first)}, and windows differ by layer`,
    )
  return first === 0 ? positive(json, 'sliding_window', 4096) : full
}

function tying(json: Fields): Settings {
  const tied = json.tie_word_embeddings
  if (tied === undefined || tied === null) return {}
  if (typeof tied !== 'boolean')
    throw badSafetensors(say`config.tie_word_embeddings must be true or false; got ${describe(tied)}`)
  return { tied }
}

function sizes(json: Fields, fields: readonly (readonly [keyof ModelConfig, string])[]): Settings {
  const given = fields.filter(([, theirs]) => json[theirs] !== undefined && json[theirs] !== null)
  return Object.fromEntries(
    given.map(([ours, theirs]) => {
      const value = json[theirs]
      if (Number.isSafeInteger(value) && (value as number) > 0) return [ours, value]
      throw badSafetensors(say`config.${theirs} must be a positive whole number; got ${describe(value)}`)
    }),
  )
}

function positive(json: Fields, field: string, otherwise: number): number {
  const value = json[field] ?? otherwise
  if (typeof value === 'number' && value > 0 && Number.isFinite(value)) return value
  throw badSafetensors(say`config.${field} must be a positive number; got ${describe(value)}`)
}

/** Refuses a field that is there with another value; `ropeType` also lets through an object of that rope_type. */
function only(json: Fields, field: string, allowed: readonly unknown[], what: string, ropeType?: string): void {
  const value = json[field]
  if (value === undefined || allowed.includes(value)) return
  const { rope_type: type, type: oldType } = (typeof value === 'object' && value ? value : {}) as Fields
  if (ropeType !== undefined && (type ?? oldType) === ropeType) return
  throw badSafetensors(
    say`config.${field} is ${describe(type ?? oldType ?? value)}, and this engine has only ${clause(what)}`,
  )
}
