import type { BackwardFrame, BackwardTrace } from '@glassformer/core'
import type { CellAddress, Selection } from '../../kit'
import type { ToldTensor } from '../../messages/en/backpropWave'
import { argMax, type LayerTensor, type Wave } from './data'
import { partOfRow, rowOf, type WavePart } from './geometry'

/** What is pointed at: a part of the network at a position. `loss` is the column's top. */
export interface Place {
  readonly part: WavePart | 'loss' | 'column'
  readonly layer: number | null
  readonly position: number
}

/** What the selection of a lesson names in this figure. */
export function placeOf({ position, key, layer }: Selection, { positions, nLayers }: Wave): Place | null {
  const known = layer !== null && layer < nLayers ? layer : null
  if (key !== null && key < positions) return { part: known === null ? 'column' : 'kv', layer: known, position: key }
  if (position !== null && position < positions)
    return { part: known === null ? 'column' : 'attn', layer: known, position }
  return null
}

/** The place that the cursor is on: row 0 holds the losses, then the network's rows follow. */
export function placeAt(row: number, column: number, nLayers: number): Place {
  if (row === 0) return { part: 'loss', layer: null, position: column }
  return { ...partOfRow(row - 1, nLayers), position: column }
}

/** The selection that pointing at a place makes. */
export function selectionAt({ part, layer, position }: Place): Partial<Selection> {
  if (part === 'kv') return { position: null, key: position, layer, head: null }
  if (layer !== null) return { position, key: null, layer, head: null }
  return { position }
}

/** Whether a place's gradient has arrived. */
export function arrived({ progressOf: p }: BackwardFrame, part: Place['part'], layer: number | null): boolean {
  const l = layer ?? 0
  const done: Readonly<Record<Place['part'], number | undefined>> = {
    loss: p.loss,
    column: p.loss,
    unembed: p.d_unembed,
    mlp: p.d_mlp[l],
    attn: p.d_layer_norm[l],
    kv: p.d_keys_values[l],
    embed: p.d_embed,
  }
  return (done[part] ?? 0) >= 1
}

const SHOWN: Readonly<Record<'mlp' | 'attn' | 'kv', readonly LayerTensor[]>> = {
  mlp: ['resid_post', 'mlp_out', 'resid_mid'],
  attn: ['attn_out', 'q', 'resid_pre'],
  kv: ['k', 'v'],
}

/** The names and gradient norms of a place. */
export function normsAt(wave: Wave, { part, layer, position }: Place): [ToldTensor, number][] {
  const at = (norms: ArrayLike<number> | undefined) => norms?.[position] ?? 0
  if (part === 'unembed')
    return [
      ['logits', at(wave.logits)],
      ['resid_post', at(wave.layers.at(-1)?.resid_post)],
    ]
  if (part === 'embed') return [['embed', at(wave.embed)]]
  const block = layer === null ? undefined : wave.layers[layer]
  if (!block || part === 'loss' || part === 'column') return []
  return SHOWN[part].map((name) => [name, at(block[name])])
}

/** Of what arrives at a key and its value, the share (by norm) that later queries send, and the one that sends most. */
export function laterShare(
  wave: Wave,
  layer: number,
  key: number,
): { share: number; query: number; norm: number } | null {
  const sent = wave.layers[layer]?.sent
  const T = wave.positions
  if (!sent) return null
  let all = 0
  let query = key
  let norm = 0
  for (let t = key; t < T; t++) {
    const value = sent[t * T + key] as number
    all += value
    if (t > key && value > norm) {
      query = t
      norm = value
    }
  }
  return all > 0 ? { share: 1 - (sent[key * T + key] as number) / all, query, norm } : null
}

/** The target's text, as far as the trace knows it: its own tokens say how ids are written. `null` where it is ignored. */
export function targetText(trace: BackwardTrace, position: number): string | null {
  const id = trace.targets[position] ?? -1
  if (id < 0) return null
  return trace.tokens.find((token) => token.id === id)?.text ?? `#${id}`
}

/** Row of a place among the network's rows, or `null` for the losses and for a whole column. */
export function rowOfPlace({ part, layer }: Place, nLayers: number): number | null {
  return part === 'loss' || part === 'column' ? null : rowOf(part, layer, nLayers)
}

/** The tensor whose gradient a place shows first, and that its largest number is looked for in. */
const FIRST: Readonly<Record<'mlp' | 'attn' | 'kv', string>> = {
  mlp: 'resid_post',
  attn: 'attn_out',
  kv: 'attn.k',
}

/**
 * The number that a place opens: its loss, or, as a node is the length of a gradient, the largest number of that. `null` where
 * there is none.
 */
export function addressIn(trace: BackwardTrace, { part, layer, position }: Place): CellAddress | null {
  if (part === 'column') return null
  if (part === 'loss') return (trace.targets[position] ?? -1) >= 0 ? { tensor: 'losses', index: [position] } : null
  const name = part === 'unembed' ? 'logits' : part === 'embed' ? 'embed' : `blocks.${layer ?? 0}.${FIRST[part]}`
  const tensor = trace.grads[name]
  if (!tensor) return null
  const [, ...inner] = tensor.shape
  const size = inner.reduce((all, extent) => all * extent, 1)
  const row = tensor.data.subarray(position * size, (position + 1) * size)
  const largest = argMax(row.map(Math.abs))
  const last = inner.at(-1) ?? 1
  const within = inner.length > 1 ? [Math.floor(largest / last), largest % last] : [largest]
  return { tensor: `grad.${name}`, index: [position, ...within] }
}

/** The place whose gradient a number is a part of. */
export function placeOfCell({ tensor, index }: CellAddress, { positions, nLayers }: Wave): Place | null {
  const [, name = ''] = /^grad\.(.*)$/.exec(tensor) ?? []
  const [, number, rest = name] = /^blocks\.(\d+)\.(.*)$/.exec(name) ?? []
  const part = tensor === 'losses' ? 'loss' : partOfTensor(rest)
  const layer = number === undefined ? null : Number(number)
  const position = (/attn\.(scores|pattern)$/.test(rest) ? index[1] : index[0]) ?? -1
  return part && position < positions && (layer ?? 0) < nLayers ? { part, layer, position } : null
}

/** Parameters, which have capital letters or are a norm's, are of no position. */
function partOfTensor(name: string): WavePart | null {
  if (/[A-Z]|\.[wb]$/.test(name)) return null
  if (/^(logits|probs|ln_final)/.test(name)) return 'unembed'
  if (/^(embed|pos_embed)$/.test(name)) return 'embed'
  if (/^attn\.(rot_)?[kv]$/.test(name)) return 'kv'
  if (/^(ln1|attn|resid_pre)/.test(name)) return 'attn'
  return /^(ln2|mlp|resid_)/.test(name) ? 'mlp' : null
}
