import { type Layout, layOut, type SpecRow } from '../tensor/layout'
import type { ModelConfig } from './config'
import { extentsOf } from './parameters'
import type { Views } from './views'

/** The one table of activations: what a trace records, in the order of computation, under TransformerLens's names. */
const ROWS = [
  { name: 'embed', axes: ['position', 'd_model'] },
  { name: 'pos_embed', axes: ['position', 'd_model'] },
  { name: 'blocks.l.resid_pre', axes: ['position', 'd_model'] },
  { name: 'blocks.l.ln1.normalized', axes: ['position', 'd_model'] },
  { name: 'blocks.l.attn.q', axes: ['position', 'head', 'd_head'] },
  { name: 'blocks.l.attn.k', axes: ['position', 'head', 'd_head'] },
  { name: 'blocks.l.attn.v', axes: ['position', 'head', 'd_head'] },
  { name: 'blocks.l.attn.scores', axes: ['head', 'query', 'key'] },
  { name: 'blocks.l.attn.pattern', axes: ['head', 'query', 'key'] },
  { name: 'blocks.l.attn.z', axes: ['position', 'head', 'd_head'] },
  { name: 'blocks.l.attn_out', axes: ['position', 'd_model'] },
  { name: 'blocks.l.resid_mid', axes: ['position', 'd_model'] },
  { name: 'blocks.l.ln2.normalized', axes: ['position', 'd_model'] },
  { name: 'blocks.l.mlp.pre', axes: ['position', 'd_mlp'] },
  { name: 'blocks.l.mlp.post', axes: ['position', 'd_mlp'] },
  { name: 'blocks.l.mlp_out', axes: ['position', 'd_model'] },
  { name: 'blocks.l.resid_post', axes: ['position', 'd_model'] },
  { name: 'ln_final.normalized', axes: ['position', 'd_model'] },
  { name: 'logits', axes: ['position', 'd_vocab'] },
  { name: 'probs', axes: ['position', 'd_vocab'] },
] as const satisfies readonly SpecRow[]

export const ACTIVATION_TENSORS: readonly SpecRow[] = ROWS

/** The activations (or their gradients) of a run as bare arrays, for the operations. */
export type ActivationViews = Views<(typeof ROWS)[number]['name']>

/** Where each activation of one run over `positions` tokens lies in one flat buffer. */
export function activationLayout(config: ModelConfig, positions: number): Layout {
  return layOut(ACTIVATION_TENSORS, config.nLayers, extentsOf(config, positions))
}
