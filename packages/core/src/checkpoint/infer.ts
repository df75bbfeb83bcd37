import { type ModelConfig, type ModelConfigInput, resolveConfig } from '../model/config'
import { describe } from '../tensor/describe'
import { GlassformerError, said } from '../tensor/errors'
import { clause, say } from '../tensor/say'
import { HEAD } from './arrange'
import { badSafetensors, type FileTensor } from './container'
import { type Family, misfit } from './families'
import type { Settings } from './huggingFace'

export type TensorMap = ReadonlyMap<string, FileTensor>

/** Two norms, one tensor for queries, keys and values, one for what comes out of them, and two of the MLP. */
const LEAST_PER_LAYER = 6

/** Widths of GPT-2's four published sizes, whose heads are all 64 wide. */
const GPT2_WIDTHS = [768, 1024, 1280, 1600]

/**
 * The config of a file: what is given, and for the rest what the shapes say. Not in any shape: how many heads share
 * the width, the base of rotary positions, the eps of the norms, and a context that has no table of positions.
 */
export function inferConfig(family: Family, tensors: TensorMap, given: Settings, isTied: () => boolean): ModelConfig {
  const input = INFER[family](tensors, given, isTied)
  // Before anything is made of a size that a config or a name merely claims.
  if (input.nLayers * LEAST_PER_LAYER > tensors.size)
    throw badSafetensors(say`it would have ${input.nLayers} layers, but there are only ${tensors.size} tensors in all`)
  const config = resolve(input)
  const wrong = misfit(family, config)
  if (wrong) throw badSafetensors(say`its tensors have the names of ${family}, which has ${clause(wrong)}`)
  return config
}

function resolve(input: ModelConfigInput): ModelConfig {
  try {
    return resolveConfig(input)
  } catch (error) {
    if (error instanceof GlassformerError) throw badSafetensors(say`its config is not sound: ${said(error)}`)
    throw error
  }
}

type Infer = (tensors: TensorMap, given: Settings, isTied: () => boolean) => ModelConfigInput

const INFER: Readonly<Record<Family, Infer>> = {
  gpt2(tensors, given, isTied) {
    const dModel = given.dModel ?? extent(tensors, 'wte.weight', 1)
    if (given.nHeads === undefined && !GPT2_WIDTHS.includes(dModel))
      throw badSafetensors(
        say`no shape says how many heads share a width of ${dModel}; give config.nHeads (dModel / 64 is known only of GPT-2's own widths, ${GPT2_WIDTHS.join(', ')})`,
      )
    return {
      bias: biasOf({
        qkv: tensors.has('h.0.attn.c_attn.bias'),
        out: tensors.has('h.0.attn.c_proj.bias'),
        mlp: tensors.has('h.0.mlp.c_fc.bias'),
        norm: tensors.has('ln_f.bias'),
      }),
      ...given,
      tied: given.tied === undefined ? isTied() : given.tied,
      dModel,
      nHeads: given.nHeads ?? dModel / 64,
      nLayers: given.nLayers ?? layersOf(tensors, /^h\.(\d+)\./),
      dVocab: given.dVocab ?? extent(tensors, 'wte.weight', 0),
      nCtx: given.nCtx ?? extent(tensors, 'wpe.weight', 0),
      dMlp: given.dMlp ?? extent(tensors, 'h.0.mlp.c_fc.weight', 1),
    }
  },
  llama(tensors, given, isTied) {
    const { nHeads, rotaryBase, normEps, nCtx } = given
    if (nHeads === undefined || rotaryBase === undefined || normEps === undefined || nCtx === undefined) {
      const needed = Object.entries({ nHeads, rotaryBase, normEps, nCtx }).filter(([, value]) => value === undefined)
      throw badSafetensors(
        say`no shape says ${needed.map(([field]) => field).join(', ')} of a Llama: give them, or its config.json, as config`,
      )
    }
    const at = (part: string) => `model.layers.0.${part}`
    const dHead = given.dHead ?? extent(tensors, at('self_attn.q_proj.weight'), 0) / nHeads
    const has = (part: string) => tensors.has(at(part))
    return {
      norm: 'rmsnorm',
      positions: 'rotary',
      activation: 'swiglu',
      bias: biasOf({
        qkv: has('self_attn.q_proj.bias'),
        out: has('self_attn.o_proj.bias'),
        mlp: has('mlp.up_proj.bias'),
        norm: false,
      }),
      ...given,
      ...{ nHeads, nCtx, dHead },
      tied: given.tied === undefined ? isTied() : given.tied,
      nKVHeads: given.nKVHeads ?? extent(tensors, at('self_attn.k_proj.weight'), 0) / dHead,
      nLayers: given.nLayers ?? layersOf(tensors, /^model\.layers\.(\d+)\./),
      dModel: given.dModel ?? extent(tensors, 'model.embed_tokens.weight', 1),
      dVocab: given.dVocab ?? extent(tensors, 'model.embed_tokens.weight', 0),
      dMlp: given.dMlp ?? extent(tensors, at('mlp.up_proj.weight'), 0),
    }
  },
  glassformer(_, given) {
    // `resolve` names what is missing.
    return given as ModelConfigInput
  },
}

/** Where layer 0 has biases; where that is no setting of ours, `true`, so that those that are missing are named. */
function biasOf(has: Readonly<Record<'qkv' | 'out' | 'mlp' | 'norm', boolean>>): ModelConfig['bias'] {
  if (has.norm || (has.mlp && (has.qkv || has.out))) return true
  if (has.mlp) return 'mlp'
  if (has.out) return 'attention'
  return has.qkv && 'qkv'
}

function extent(tensors: TensorMap, key: string, axis: number): number {
  const tensor = tensors.get(key)
  if (!tensor) throw badSafetensors(say`tensors are missing: ${key}`)
  const size = tensor.shape[axis]
  if (size === undefined) throw badSafetensors(say`"${key}" has shape ${describe(tensor.shape)}; expected a matrix`)
  return size
}

function layersOf(tensors: TensorMap, pattern: RegExp): number {
  let layers = 0
  for (const key of tensors.keys()) layers = Math.max(layers, 1 + Number(pattern.exec(key)?.[1] ?? -1))
  return layers
}

/**
 * Whether a file's head is tied: missing, or the embedding byte for byte. They are a third of a small GPT-2, so they are
 * compared when that is first asked, and once.
 */
export function headComparison(tensors: TensorMap, embedding: string): () => boolean {
  let known: boolean | undefined
  return () => {
    known ??= repeats(tensors.get(HEAD), tensors.get(embedding))
    return known
  }
}

function repeats(head: FileTensor | undefined, embedding: FileTensor | undefined): boolean {
  if (!head || !embedding) return !head
  if (head.dtype !== embedding.dtype || `${head.shape}` !== `${embedding.shape}`) return false
  const [a, b] = [head.bytes, embedding.bytes]
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return a.length === b.length
}
