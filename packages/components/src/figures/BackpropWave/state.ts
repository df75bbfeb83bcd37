import { type BackwardFrame, clamp } from '@glassformer/core'
import { partOfRow } from './geometry'

/**
 * How far the light has come in one row, each 0 to 1: all that its picture depends on, besides the trace and the
 * selection. `above` and `below` are the residual stream on either side of the node.
 */
export interface RowState {
  readonly computed: number
  readonly above: number
  readonly node: number
  readonly below: number
  /** From the attention down to the rail. */
  readonly tap: number
}

/** The state of row `index` at a moment. */
export function rowState({ progressOf: p }: BackwardFrame, index: number, nLayers: number): RowState {
  const { part, layer } = partOfRow(index, nLayers)
  const of = (amounts: readonly number[], l: number) => amounts[l] ?? 0
  // A layer's forward goes through its three rows in turn, from the bottom.
  const computed = (l: number, third: number) => clamp(of(p.forward, l) * 3 - third)
  const l = layer ?? 0
  const entering = l === nLayers - 1 ? p.d_unembed : of(p.d_layer_norm, l + 1)
  switch (part) {
    case 'unembed':
      return { computed: p.loss, above: p.loss, node: p.d_unembed, below: p.d_unembed, tap: 0 }
    case 'mlp':
      return { computed: computed(l, 2), above: entering, node: of(p.d_mlp, l), below: of(p.d_mlp, l), tap: 0 }
    case 'attn':
      return {
        computed: computed(l, 1),
        above: of(p.d_mlp, l),
        node: of(p.d_attn_out, l),
        below: of(p.d_layer_norm, l),
        tap: of(p.d_keys_values, l),
      }
    case 'kv':
      return {
        computed: computed(l, 0),
        above: of(p.d_layer_norm, l),
        node: of(p.d_keys_values, l),
        below: of(p.d_layer_norm, l),
        tap: of(p.d_keys_values, l),
      }
    case 'embed':
      return { computed: p.embed, above: of(p.d_layer_norm, 0), node: p.d_embed, below: 0, tap: 0 }
  }
}

export function sameState(a: RowState | undefined, b: RowState): boolean {
  return a !== undefined && (Object.keys(b) as (keyof RowState)[]).every((key) => a[key] === b[key])
}
