import type { ModelConfig } from '../model/config'
import { checkModelOptions, MODEL_OPTIONS, type ModelOptions } from '../model/model'
import { parameterLayout } from '../model/parameters'
import { checkOptions, isObject } from '../tensor/checks'
import { describe } from '../tensor/describe'
import { firstNotFinite } from '../tensor/floats'
import { clause, say } from '../tensor/say'
import { sizeOf } from '../tensor/tensor'
import { GPT2_PREFIX, HEAD } from './arrange'
import { type FileBytes, fileBytes, listNames, viewOfBytes } from './bytes'
import type { Checkpoint } from './checkpoint'
import { badSafetensors, CONFIG_KEY, type Container, type FileTensor, parseContainer } from './container'
import { decodeFloats, FLOAT_DTYPES, isFloatDtype } from './dtypes'
import { type Family, familySources, IGNORED } from './families'
import { isHuggingFace, readHuggingFace, type Settings } from './huggingFace'
import { headComparison, inferConfig, type TensorMap } from './infer'
import { recordOf } from './minGPTJson'
import { byKey, fill, type Source } from './sources'

/** A config's fields, or Hugging Face's `config.json` as it was parsed. */
export type CheckpointConfig = Partial<ModelConfig> | Readonly<Record<string, unknown>>

const FIELDS: Readonly<Record<keyof ModelConfig, true>> = {
  nLayers: true,
  nHeads: true,
  nKVHeads: true,
  dModel: true,
  dHead: true,
  dMlp: true,
  nCtx: true,
  dVocab: true,
  norm: true,
  normEps: true,
  positions: true,
  rotaryBase: true,
  activation: true,
  attentionWindow: true,
  tied: true,
  bias: true,
}

const EMBEDDINGS: Readonly<Record<Family, string>> = {
  gpt2: 'wte.weight',
  llama: 'model.embed_tokens.weight',
  glassformer: 'embed.W_E',
}

/**
 * Reads a safetensors file of the GPT-2 family (names as in Hugging Face's `GPT2LMHeadModel`, with or without
 * `transformer.`), the Llama family (`LlamaForCausalLM`, and `MistralForCausalLM` and `Qwen2ForCausalLM`, which share its
 * names), or one that `writeSafetensors` wrote. Weights are F32, F16, BF16 or F64, and become float32.
 *
 * Masks and rotary frequencies that were saved along are ignored. An `lm_head` that is missing or equal to the embedding is tied.
 * Shapes do not say everything: see `config`.
 *
 * @param files one file, or all shards of a model. What is read is checked first; nothing larger than the files is made.
 * @param config Fields of our config, or Hugging Face's config.json as it is. It is needed unless `writeSafetensors` wrote
 *   the file or it is one of the four GPT-2 (head width 64, tanh GELU, eps 1e-5): for other GPT-2s `nHeads`, and the activation
 *   and eps if they differ; for Llamas `nHeads`, `rotaryBase`, `normEps` and `nCtx`. It wins over what the file says.
 * @param options what the model is made with: a name, the tokenizer, which such files do not hold, and `kernels`
 * @throws `bad-checkpoint` unless every tensor is there, sound and of the right shape, and no other is; or if config.json asks
 *   for what this engine does not compute (scaled rotary positions, another activation, windows that differ by layer)
 */
export function readSafetensors(
  files: FileBytes | readonly FileBytes[],
  config: CheckpointConfig = {},
  options: ModelOptions = {},
): Checkpoint {
  checkModelOptions(checkOptions('readSafetensors', options, MODEL_OPTIONS))
  if (!isObject(config)) throw badSafetensors(say`its config must be an object; got ${describe(config)}`)
  const shards = (Array.isArray(files) ? files : [files]).map((file) =>
    parseContainer(fileBytes(file, 'A safetensors file')),
  )
  const all = collect(shards)
  const family = (Object.keys(EMBEDDINGS) as Family[]).find((name) => all.has(EMBEDDINGS[name]))
  if (!family)
    throw badSafetensors(
      say`it is of no family known here: none of ${Object.values(EMBEDDINGS).join(', ')} is among its tensors, ${listNames([...all.keys()]) || clause('of which there are none')}`,
    )
  const tensors = new Map([...all].filter(([key]) => !IGNORED[family].test(key)))
  const isTied = headComparison(tensors, EMBEDDINGS[family])
  const resolved = inferConfig(family, tensors, { ...ownConfig(shards), ...settingsOf(config, family) }, isTied)
  const groups = byKey(familySources(family, resolved))
  checkNames(tensors, groups, resolved.tied)
  if (resolved.tied && !isTied())
    throw badSafetensors(say`its config is tied, but ${HEAD} is not equal to ${EMBEDDINGS[family]}`)
  for (const [key, [source]] of groups) checkTensor(tensors.get(key) as FileTensor, source as Source)

  // Every extent is one of a tensor whose data is there, so this is not larger than the file warrants.
  const params = allocate(parameterLayout(resolved).size)
  for (const [key, sources] of groups) {
    const values = decode(tensors.get(key) as FileTensor)
    for (const source of sources) fill(params, values, source)
  }
  return { ...options, config: resolved, params }
}

function allocate(size: number): Float32Array {
  try {
    return new Float32Array(size)
  } catch {
    throw badSafetensors(say`its ${size} parameters take ${4 * size} bytes, more than there is room for here`)
  }
}

/** All tensors by name, GPT-2's without their prefix. */
function collect(shards: readonly Container[]): Map<string, FileTensor> {
  const all = new Map<string, FileTensor>()
  for (const { tensors } of shards)
    for (const tensor of tensors) {
      const key = tensor.name.startsWith(GPT2_PREFIX) ? tensor.name.slice(GPT2_PREFIX.length) : tensor.name
      if (all.has(key)) throw badSafetensors(say`"${key.slice(0, 80)}" is there twice`)
      all.set(key, tensor)
    }
  return all
}

function ownConfig(shards: readonly Container[]): Settings {
  const text = shards.find(({ metadata }) => Object.hasOwn(metadata, CONFIG_KEY))?.metadata[CONFIG_KEY]
  if (text === undefined) return {}
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw badSafetensors(say`the config in its metadata is not JSON: ${describe(text)}`)
  }
  return ownFields(recordOf(json, 'the config in its metadata', badSafetensors))
}

function settingsOf(config: unknown, family: Family): Settings {
  const fields = recordOf(config, 'config', badSafetensors)
  if (!isHuggingFace(fields)) return ownFields(fields)
  const theirs = readHuggingFace(fields)
  if (theirs.family !== family)
    throw badSafetensors(
      say`config.model_type is ${describe(fields.model_type)}, but its tensors have the names of ${family}`,
    )
  return theirs.settings
}

function ownFields(fields: Readonly<Record<string, unknown>>): Settings {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  const unknown = given.find(([field]) => !Object.hasOwn(FIELDS, field))
  if (unknown)
    throw badSafetensors(say`a config has no field ${describe(unknown[0])}; it has ${Object.keys(FIELDS).join(', ')}`)
  return Object.fromEntries(given)
}

/** With a tied head, `lm_head` may be there: it says the same as the embedding. */
function checkNames(tensors: TensorMap, groups: ReadonlyMap<string, unknown>, tied: boolean): void {
  const missing = [...groups.keys()].filter((key) => !tensors.has(key))
  if (missing.length) throw badSafetensors(say`tensors are missing: ${listNames(missing)}`)
  const unknown = [...tensors.keys()].filter((key) => !groups.has(key) && !(key === HEAD && tied))
  if (unknown.length)
    throw badSafetensors(say`a model of this config has no tensors of these names: ${listNames(unknown)}`)
}

function checkTensor({ name, dtype, shape }: FileTensor, { shape: expected }: Source): void {
  if (!isFloatDtype(dtype))
    throw badSafetensors(say`"${name}" has dtype ${dtype}; weights are ${FLOAT_DTYPES.join(', ')}`)
  if (`${shape}` !== `${expected}`)
    throw badSafetensors(say`"${name}" has shape ${describe(shape)}; expected ${describe(expected)} by its config`)
}

function decode({ name, dtype, shape, bytes }: FileTensor): Float32Array {
  if (!isFloatDtype(dtype)) throw badSafetensors(say`"${name}" has dtype ${dtype}`)
  const values = decodeFloats(viewOfBytes(bytes), dtype, sizeOf(shape))
  const at = firstNotFinite(values)
  if (at >= 0) throw badSafetensors(say`value ${at} of "${name}" is ${values[at]}`)
  return values
}
