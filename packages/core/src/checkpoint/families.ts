import type { ModelConfig } from '../model/config'
import type { LayoutEntry } from '../tensor/layout'
import { type Sentence, say } from '../tensor/say'
import { asItIs, type Source, sourcesOf, third, thirdTransposed, transposed } from './sources'

/** How the tensors of a safetensors file are named and laid out; `glassformer` is our own names and shapes. */
export type Family = 'gpt2' | 'llama' | 'glassformer'

/** A file's own prefix for GPT-2; some files leave it out. */
export const GPT2_PREFIX = 'transformer.'
export const HEAD = 'lm_head.weight'

/** Hugging Face's names, without `.weight` or `.bias`, by ours, without `.w` or `.b`, `W_` or `b_`; `#` is the layer. */
const NAMES: Readonly<Record<Exclude<Family, 'glassformer'>, Readonly<Record<string, string>>>> = {
  gpt2: {
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
  llama: {
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
}

/** What is saved with the weights, but is no weight: causal masks, and the frequencies of rotary positions. */
export const IGNORED: Readonly<Record<Family, RegExp>> = {
  gpt2: /^h\.\d+\.attn\.(masked_)?bias$/,
  llama: /\.rotary_emb\.inv_freq$/,
  glassformer: /(?!)/,
}

/** Where each parameter of a config lies in a file of this family (names without `GPT2_PREFIX`). */
export function familySources(family: Family, config: ModelConfig): Source[] {
  if (family === 'glassformer') return sourcesOf(config, (entry) => asItIs(entry, entry.name))
  return sourcesOf(config, (entry) => arrange(family, entry))
}

/** The same in a state dict of minGPT: GPT-2's names, with their prefix, and linear layers as PyTorch's `nn.Linear` has them. */
export function minGPTSources(config: ModelConfig): Source[] {
  return sourcesOf(config, (entry) => {
    const source = arrange('gpt2', entry, 'out, in')
    return source.key === HEAD ? source : { ...source, key: GPT2_PREFIX + source.key }
  })
}

/** @param linear in which order linear layers have their axes; GPT-2's own, which are Conv1D, are input-major, as ours are */
function arrange(
  family: 'gpt2' | 'llama',
  entry: LayoutEntry,
  linear: 'in, out' | 'out, in' = family === 'gpt2' ? 'in, out' : 'out, in',
): Omit<Source, 'offset'> {
  const [, layer = '', module = '', kind = ''] = /^(?:blocks\.(\d+)\.)?(.+?)\.(w|b|[Wb]_\w+)$/.exec(entry.name) ?? []
  const part = kind.slice(2)
  const name = NAMES[family][part ? `${module}.${part}` : module] ?? entry.name
  const key = `${name.replace('#', layer)}.${kind.toLowerCase().startsWith('w') ? 'weight' : 'bias'}`
  const isThird = family === 'gpt2' && ['Q', 'K', 'V'].includes(part)
  const which = 'QKV'.indexOf(part)
  // One vector over all heads: a file does not tell heads apart.
  if (kind.startsWith('b')) return isThird ? third(entry, key, which) : asItIs(entry, key, [entry.size])
  if (part === '' || part === 'E' || part === 'pos') return asItIs(entry, key)
  if (linear === 'out, in' || part === 'U') return isThird ? thirdTransposed(entry, key, which) : transposed(entry, key)
  if (isThird) return third(entry, key, which)
  return asItIs(entry, key, [entry.size / (entry.shape.at(-1) as number), entry.shape.at(-1) as number])
}

/** Why a config is not one that this family's own code could run; `undefined` if it is. */
export function misfit(family: Family, config: ModelConfig): Sentence | undefined {
  const expected: readonly (readonly [keyof ModelConfig, readonly unknown[]])[] =
    family === 'gpt2'
      ? [
          ['norm', ['layernorm']],
          ['positions', ['learned']],
          ['activation', ['gelu_tanh', 'gelu_erf', 'relu']],
          ['nKVHeads', [config.nHeads]],
          ['dHead', [config.dModel / config.nHeads]],
          ['attentionWindow', [config.nCtx]],
        ]
      : family === 'llama'
        ? [
            ['norm', ['rmsnorm']],
            ['positions', ['rotary']],
            ['activation', ['swiglu']],
          ]
        : []
  const wrong = expected.find(([field, allowed]) => !allowed.includes(config[field]))
  return wrong && say`${wrong[0]} ${wrong[1].join(' or ')}, not ${config[wrong[0]]}`
}

/** The family under whose names a config's weights are written. */
export function familyOf(config: ModelConfig): Family {
  if (!misfit('gpt2', config) && config.bias === true) return 'gpt2'
  return misfit('llama', config) ? 'glassformer' : 'llama'
}
