import type { LayoutEntry } from '../tensor/layout'
import { asItIs, type Source, third, thirdTransposed, transposed } from './sources'

/** How some program names a model's tensors, and lays them out. */
export interface Arrangement {
  /** Its names, without `.weight` or `.bias`, by ours, without `.w` or `.b`, `W_` or `b_`; `#` is the layer. */
  readonly names: Readonly<Record<string, string>>
  /** The axes of linear layers. Ours are input-major; PyTorch's `nn.Linear` is not. */
  readonly linear: 'in, out' | 'out, in'
  /** Whether queries, keys and values are one tensor. */
  readonly isJoined: boolean
}

/** GPT-2 in Hugging Face's files, without the prefix. Its linear layers are Conv1D. */
export const GPT2: Arrangement = {
  names: {
    'embed.E': 'wte',
    'pos_embed.pos': 'wpe',
    ln1: 'h.#.ln_1',
    'attn.Q': 'h.#.attn.c_attn',
    'attn.K': 'h.#.attn.c_attn',
    'attn.V': 'h.#.attn.c_attn',
    'attn.O': 'h.#.attn.c_proj',
    ln2: 'h.#.ln_2',
    'mlp.in': 'h.#.mlp.c_fc',
    'mlp.out': 'h.#.mlp.c_proj',
    ln_final: 'ln_f',
    'unembed.U': 'lm_head',
  },
  linear: 'in, out',
  isJoined: true,
}

/** minGPT and nanoGPT. */
export const MINGPT: Arrangement = { ...GPT2, linear: 'out, in' }

/** Llama, Mistral and Qwen2 in Hugging Face's files. */
export const LLAMA: Arrangement = {
  names: {
    'embed.E': 'model.embed_tokens',
    ln1: 'model.layers.#.input_layernorm',
    'attn.Q': 'model.layers.#.self_attn.q_proj',
    'attn.K': 'model.layers.#.self_attn.k_proj',
    'attn.V': 'model.layers.#.self_attn.v_proj',
    'attn.O': 'model.layers.#.self_attn.o_proj',
    ln2: 'model.layers.#.post_attention_layernorm',
    'mlp.gate': 'model.layers.#.mlp.gate_proj',
    'mlp.in': 'model.layers.#.mlp.up_proj',
    'mlp.out': 'model.layers.#.mlp.down_proj',
    ln_final: 'model.norm',
    'unembed.U': 'lm_head',
  },
  linear: 'out, in',
  isJoined: false,
}

/** A file's own prefix for GPT-2; some files leave it out. */
export const GPT2_PREFIX = 'transformer.'
export const HEAD = 'lm_head.weight'

/** Where a parameter lies in a file of this arrangement. */
export function arrange(entry: LayoutEntry, { names, linear, isJoined }: Arrangement): Omit<Source, 'offset'> {
  const [, layer = '', module = '', kind = ''] = /^(?:blocks\.(\d+)\.)?(.+?)\.(w|b|[Wb]_\w+)$/.exec(entry.name) ?? []
  const part = kind.slice(2)
  const name = names[part ? `${module}.${part}` : module] ?? entry.name
  const key = `${name.replace('#', layer)}.${kind.toLowerCase().startsWith('w') ? 'weight' : 'bias'}`
  const which = isJoined ? ['Q', 'K', 'V'].indexOf(part) : -1
  // One vector over all heads: a file does not tell heads apart.
  if (kind.startsWith('b')) return which < 0 ? asItIs(entry, key, [entry.size]) : third(entry, key, which)
  if (part === '' || part === 'E' || part === 'pos') return asItIs(entry, key)
  // An unembedding is a `nn.Linear` everywhere.
  if (linear === 'out, in' || part === 'U')
    return which < 0 ? transposed(entry, key) : thirdTransposed(entry, key, which)
  if (which >= 0) return third(entry, key, which)
  return asItIs(entry, key, [entry.size / (entry.shape.at(-1) as number), entry.shape.at(-1) as number])
}
