import { type Activation, type ModelConfig, resolveConfig } from '../model/config'
import { checkModelOptions, MODEL_OPTIONS, type ModelOptions } from '../model/model'
import { parameterLayout } from '../model/parameters'
import { checkOptions } from '../tensor/checks'
import { describe } from '../tensor/describe'
import { say } from '../tensor/say'
import { arrange, GPT2_PREFIX, HEAD, MINGPT } from './arrange'
import type { Checkpoint } from './checkpoint'
import { badMinGPT, decodeTensor, parseJson, recordOf } from './minGPTJson'
import { fill, type Source, sourcesOf } from './sources'

export interface MinGPTOptions extends ModelOptions {
  /** The file does not say: GPT-2 and minGPT have `gelu_tanh`, nanoGPT today `gelu_erf`. @default 'gelu_tanh' */
  readonly activation?: Activation | undefined
}

const SIZES = ['n_layer', 'n_head', 'n_embd', 'vocab_size', 'block_size'] as const
const WTE = `${GPT2_PREFIX}wte.weight`
/** Buffers of the causal mask, which are no parameters. */
const MASK = /^transformer\.h\.\d+\.attn\.(masked_)?bias$/

/**
 * Reads a state dict of minGPT or nanoGPT as JSON: `{ config: { n_layer, n_head, n_embd, vocab_size, block_size },
 * "transformer.wte.weight": { shape, dtype: "torch.float32", data }, ... }`, `data` little-endian in base64. Linear weights
 * are [out, in] there; queries, keys and values are one tensor. The MLP's width follows from its shape. An `lm_head` that
 * is missing or equal to `wte` is tied. Without any bias the model has none; if only some are missing, they are 0.
 * Mask buffers are ignored, and so are the prefixes `_orig_mod.` and `module.`. Layer norms have an eps of 1e-5.
 * @param json text, or what `JSON.parse` made of it
 * @throws `bad-checkpoint` unless every tensor is there, sound and of the right shape, and no other is
 */
export function readMinGPT(json: unknown, given: MinGPTOptions = {}): Checkpoint {
  checkOptions('readMinGPT', given, { ...MODEL_OPTIONS, activation: true })
  checkModelOptions(given)
  const { activation = 'gelu_tanh', ...options } = given
  const { config: fields, ...stored } = recordOf(typeof json === 'string' ? parseJson(json) : json, 'it')
  const header = recordOf(fields, '"config"')
  const [nLayers, nHeads, dModel, dVocab, nCtx] = SIZES.map((field) => {
    const value = header[field]
    if (Number.isSafeInteger(value) && (value as number) > 0) return value
    throw badMinGPT(say`config.${field} must be a positive whole number; got ${describe(value)}`)
  }) as [number, number, number, number, number]
  if (dModel % nHeads) throw badMinGPT(say`config.n_embd (${dModel}) must be divisible by config.n_head (${nHeads})`)
  const tensors = new Map<string, unknown>()
  for (const [key, value] of Object.entries(stored)) {
    const plain = key.replace(/^((_orig_mod|module)\.)+/, '')
    if (tensors.has(plain)) throw badMinGPT(say`"${plain}" is there twice, under different prefixes`)
    if (!MASK.test(plain)) tensors.set(plain, value)
  }
  // Before anything is made of a size that the header merely claims.
  if (nLayers > tensors.size)
    throw badMinGPT(say`config.n_layer is ${nLayers}, but there are only ${tensors.size} tensors in all`)

  const bias = [...tensors.keys()].some((key) => key.endsWith('.bias'))
  const base = resolveConfig({ nLayers, nHeads, dModel, dMlp: 1, dVocab, nCtx, activation, bias })
  const names = new Set(minGPTSources(base).map(({ key }) => key)).add(HEAD)
  const missing = [...names].filter((key) => !tensors.has(key) && key !== HEAD && !key.endsWith('.bias'))
  if (missing.length) throw badMinGPT(say`tensors are missing: ${missing.join(', ')}`)
  const unknown = [...tensors.keys()].filter((key) => !names.has(key))
  if (unknown.length) throw badMinGPT(say`a GPT-2 has no tensors of these names: ${unknown.join(', ')}`)

  const decoded = new Map([...tensors].map(([key, value]) => [key, decodeTensor(key, value)]))
  const wte = decoded.get(WTE)?.data
  const config = resolveConfig({
    ...base,
    dMlp: decoded.get('transformer.h.0.mlp.c_fc.weight')?.shape[0] || 1,
    tied: decoded.get(HEAD)?.data.every((value, i) => value === wte?.[i]) ?? true,
  })
  const sources = minGPTSources(config)
  for (const { key, shape } of [...sources, { key: HEAD, shape: [dVocab, dModel] }]) {
    const got = decoded.get(key)?.shape
    if (got && `${got}` !== `${shape}`)
      throw badMinGPT(say`"${key}" has shape ${describe(got)}; expected ${describe(shape)}`)
  }

  // Every extent is one of a tensor whose data is there, so this cannot be larger than the file warrants.
  const params = new Float32Array(parameterLayout(config).size)
  for (const source of sources) {
    const data = decoded.get(source.key)?.data
    if (data) fill(params, data, source)
  }
  return { ...options, config, params }
}

/** Where each parameter lies in the state dict. */
function minGPTSources(config: ModelConfig): Source[] {
  return sourcesOf(config, (entry) => {
    const source = arrange(entry, MINGPT)
    return source.key === HEAD ? source : { ...source, key: GPT2_PREFIX + source.key }
  })
}
