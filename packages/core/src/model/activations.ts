import { type Layout, layOut, sizeOfTable } from '../tensor/layout'
import type { AxisName } from '../tensor/tensor'
import type { ModelConfig } from './config'
import { type ConditionalRow, extentsOf, rowsFor } from './parameters'
import type { Views } from './views'

const isRotary = ({ positions }: ModelConfig) => positions === 'rotary'

/** The one table of activations: what a trace records, in the order of computation, under TransformerLens's names. */
const ROWS = [
  { name: 'embed', axes: ['position', 'd_model'] },
  {
    name: 'pos_embed',
    axes: ['position', 'd_model'],
    when: ({ positions }: ModelConfig) => positions === 'learned' || positions === 'sinusoidal',
  },
  { name: 'blocks.l.resid_pre', axes: ['position', 'd_model'] },
  { name: 'blocks.l.ln1.normalized', axes: ['position', 'd_model'] },
  { name: 'blocks.l.attn.q', axes: ['position', 'head', 'd_head'] },
  { name: 'blocks.l.attn.k', axes: ['position', 'kv_head', 'd_head'] },
  { name: 'blocks.l.attn.v', axes: ['position', 'kv_head', 'd_head'] },
  { name: 'blocks.l.attn.rot_q', axes: ['position', 'head', 'd_head'], when: isRotary },
  { name: 'blocks.l.attn.rot_k', axes: ['position', 'kv_head', 'd_head'], when: isRotary },
  { name: 'blocks.l.attn.scores', axes: ['head', 'query', 'key'] },
  { name: 'blocks.l.attn.pattern', axes: ['head', 'query', 'key'] },
  { name: 'blocks.l.attn.z', axes: ['position', 'head', 'd_head'] },
  { name: 'blocks.l.attn_out', axes: ['position', 'd_model'] },
  { name: 'blocks.l.resid_mid', axes: ['position', 'd_model'] },
  { name: 'blocks.l.ln2.normalized', axes: ['position', 'd_model'] },
  { name: 'blocks.l.mlp.pre', axes: ['position', 'd_mlp'] },
  {
    name: 'blocks.l.mlp.pre_linear',
    axes: ['position', 'd_mlp'],
    when: ({ activation }: ModelConfig) => activation === 'swiglu',
  },
  { name: 'blocks.l.mlp.post', axes: ['position', 'd_mlp'] },
  { name: 'blocks.l.mlp_out', axes: ['position', 'd_model'] },
  { name: 'blocks.l.resid_post', axes: ['position', 'd_model'] },
  { name: 'ln_final.normalized', axes: ['position', 'd_model'] },
  { name: 'logits', axes: ['position', 'd_vocab'] },
  { name: 'probs', axes: ['position', 'd_vocab'] },
] as const satisfies readonly ConditionalRow[]

const ACTIVATION_TENSORS: readonly ConditionalRow[] = ROWS

/** An activation as the table names it: `blocks.l.` for every layer. */
export type ActivationName = (typeof ROWS)[number]['name']

/** Whether a table's name is one of an activation that runs of this config have. */
export function isActivation(config: ModelConfig, row: string): row is ActivationName {
  return rowsFor(ACTIVATION_TENSORS, config).some(({ name }) => name === row)
}

/** Its axes. */
export function activationAxes(row: ActivationName): readonly AxisName[] {
  return (ACTIVATION_TENSORS.find(({ name }) => name === row) as ConditionalRow).axes
}

/** The activations (or their gradients) of a run as bare arrays, for the operations. */
export type ActivationViews = Views<
  (typeof ROWS)[number]['name'],
  Extract<(typeof ROWS)[number], { when: unknown }>['name']
>

/** The activations that a cache holds of a layer: keys are turned already where positions are rotary. */
export function cachedNames(config: ModelConfig, layer: number): { readonly k: string; readonly v: string } {
  return { k: `blocks.${layer}.attn.${isRotary(config) ? 'rot_k' : 'k'}`, v: `blocks.${layer}.attn.v` }
}

/** The size of `activationLayout`, at no cost that grows with the layers. */
export function countActivations(config: ModelConfig, positions: number): number {
  return sizeOfTable(rowsFor(ACTIVATION_TENSORS, config), config.nLayers, extentsOf(config, positions))
}

/** Where each activation of one run lies in one flat buffer: `positions` rows, and `keys` columns of scores and patterns. */
export function activationLayout(config: ModelConfig, positions: number, keys = positions): Layout {
  return layOut(rowsFor(ACTIVATION_TENSORS, config), config.nLayers, { ...extentsOf(config, positions), key: keys })
}
