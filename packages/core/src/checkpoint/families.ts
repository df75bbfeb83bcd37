import type { ModelConfig } from '../model/config'
import { type Sentence, say } from '../tensor/say'
import { arrange, GPT2, LLAMA } from './arrange'
import { asItIs, type Source, sourcesOf } from './sources'

/** How the tensors of a safetensors file are named and laid out; `glassformer` is our own names and shapes. */
export type Family = 'gpt2' | 'llama' | 'glassformer'

/** What is saved with the weights, but is no weight: causal masks, and the frequencies of rotary positions. */
export const IGNORED: Readonly<Record<Family, RegExp>> = {
  gpt2: /^h\.\d+\.attn\.(masked_)?bias$/,
  llama: /\.rotary_emb\.inv_freq$/,
  glassformer: /(?!)/,
}

/** Where each parameter of a config lies in a file of this family (names without `GPT2_PREFIX`). */
export function familySources(family: Family, config: ModelConfig): Source[] {
  if (family === 'glassformer') return sourcesOf(config, (entry) => asItIs(entry, entry.name))
  return sourcesOf(config, (entry) => arrange(entry, family === 'gpt2' ? GPT2 : LLAMA))
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
