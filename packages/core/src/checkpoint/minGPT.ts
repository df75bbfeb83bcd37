import { type Activation, type ModelConfig, resolveConfig } from '../model/config'
import type { ModelOptions } from '../model/model'
import { parameterLayout } from '../model/parameters'
import { describe } from '../tensor/describe'
import { say } from '../tensor/say'
import type { Checkpoint } from './checkpoint'
import { badMinGPT, decodeTensor, parseJson, recordOf } from './minGPTJson'

export interface MinGPTOptions extends ModelOptions {
  /** The file does not say: GPT-2 and minGPT have `gelu_tanh`, nanoGPT today `gelu_erf`. @default 'gelu_tanh' */
  readonly activation?: Activation | undefined
}

const SIZES = ['n_layer', 'n_head', 'n_embd', 'vocab_size', 'block_size'] as const
const WTE = 'transformer.wte.weight'
const HEAD = 'lm_head.weight'
/** Buffers of the causal mask, which are no parameters. */
const MASK = /^transformer\.h\.\d+\.attn\.(masked_)?bias$/

/** minGPT's modules, by what follows `W_` or `b_` in our names, or by a norm's name. */
const MODULES: Readonly<Record<string, string>> = {
  E: 'wte',
  pos: 'wpe',
  ln1: 'ln_1',
  Q: 'attn.c_attn',
  K: 'attn.c_attn',
  V: 'attn.c_attn',
  O: 'attn.c_proj',
  ln2: 'ln_2',
  in: 'mlp.c_fc',
  out: 'mlp.c_proj',
  ln_final: 'ln_f',
}

/**
 * Reads a state dict of minGPT or nanoGPT as JSON: `{ config: { n_layer, n_head, n_embd, vocab_size, block_size },
 * "transformer.wte.weight": { shape, dtype: "torch.float32", data }, ... }`, `data` little-endian in base64. Linear weights
 * are [out, in] there; queries, keys and values are one tensor. The MLP's width follows from its shape. An `lm_head` that
 * is missing or equal to `wte` is tied. Without any bias the model has none; if only some are missing, they are 0.
 * Mask buffers are ignored, and so are the prefixes `_orig_mod.` and `module.`. Layer norms have an eps of 1e-5.
 * @param json text, or what `JSON.parse` made of it
 * @throws `bad-checkpoint` unless every tensor is there, sound and of the right shape, and no other is
 */
export function readMinGPT(json: unknown, { activation = 'gelu_tanh', ...options }: MinGPTOptions = {}): Checkpoint {
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
  const names = new Set(sourcesOf(base).map(({ key }) => key)).add(HEAD)
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
  const sources = sourcesOf(config)
  for (const { key, shape } of [...sources, { key: HEAD, shape: [dVocab, dModel] }]) {
    const got = decoded.get(key)?.shape
    if (got && `${got}` !== `${shape}`)
      throw badMinGPT(say`"${key}" has shape ${describe(got)}; expected ${describe(shape)}`)
  }

  // Every extent is one of a tensor whose data is there, so this cannot be larger than the file warrants.
  const params = new Float32Array(parameterLayout(config).size)
  for (const { key, offset, first, inputs, outputs } of sources) {
    const data = decoded.get(key)?.data
    if (data)
      for (let o = 0; o < outputs; o++)
        for (let i = 0; i < inputs; i++) params[offset + i * outputs + o] = data[(first + o) * inputs + i] as number
  }
  return { ...options, config, params }
}

/**
 * Where each parameter comes from: a tensor [rows, inputs], of which it is `outputs` rows from `first` on, transposed.
 * Embeddings, norms and biases are not transposed: they count as having one input. sources.ts could say this too, in 130
 * bytes more, and this reader is in the core's index.
 */
function sourcesOf(config: ModelConfig) {
  return parameterLayout(config).entries.map(({ name, shape, size, offset }) => {
    const [, block, module = '', kind, part = module] = /^(?:blocks(\.\d+\.))?(\w+)\.(\w)(?:_(\w+))?$/.exec(name) ?? []
    const third = 'QKV'.indexOf(part)
    const linear = kind === 'W' && part !== 'E' && part !== 'pos'
    const inputs = part === 'out' && linear ? config.dMlp : linear ? config.dModel : 1
    const outputs = size / inputs
    const rows = third < 0 ? outputs : 3 * outputs
    const suffix = kind === 'b' ? 'bias' : 'weight'
    return {
      key: part === 'U' ? HEAD : `transformer.${block ? `h${block}` : ''}${MODULES[part]}.${suffix}`,
      shape: linear ? [rows, inputs] : third < 0 ? shape : [rows],
      offset,
      first: third > 0 ? third * outputs : 0,
      inputs,
      outputs,
    }
  })
}
