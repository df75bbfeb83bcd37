import type { ForwardFrame } from '@glassformer/core'
import type { Selection } from '../../lesson/selection'
import type { kvCacheGridMessages } from '../../messages/en/kvCacheGrid'
import { keysOf, seen } from '../../traces/visibleKeys'
import { type CacheView, readerAt, readingOf, rowOfHead, servedBy, standingIn, weightOf } from './cache'
import { markToken } from './Marked'

type Words = typeof kvCacheGridMessages

/** The number under the pointer: its index in K or V. */
export interface PointedNumber {
  readonly kind: 'k' | 'v'
  readonly index: number
}

const SHOWN = 3

/** The slot, or else the token, that is pointed at, in numbers; `null` if nothing in this figure is. */
export function readoutOf(
  view: CacheView,
  frame: ForwardFrame | null,
  { key, position, layer, head: queryHead }: Selection,
  pointed: PointedNumber | null,
  words: Words,
): string | null {
  const { readout, k: kName, v: vName } = words
  const column = key ?? position
  const head = rowOfHead(view, queryHead)
  if (!frame || column === null || column >= view.positions) return null
  const tensors = layer === null ? undefined : view.layers[layer]
  if (layer === null || key === null || !tensors || (queryHead !== null && head === null)) {
    const layers = view.layers.filter((_, l) => column < standingIn(view, frame, l).full).length
    const name = markToken(view.tokens[column]?.text ?? '')
    return readout.token(name, column, layers, view.layers.length, layers * view.slotBytes)
  }
  if (key >= standingIn(view, frame, layer).full) return readout.notYet(key, layer)
  const token = markToken(view.tokens[key]?.text ?? '')
  const heads = head === null ? Array.from({ length: view.nHeads }, (_, h) => h) : [head]
  const mean = (norms: Float32Array) =>
    heads.reduce((sum, h) => sum + (norms[key * view.nHeads + h] as number), 0) / heads.length
  const norms = [mean(tensors.kNorm), mean(tensors.vNorm)] as const
  const parts =
    head === null
      ? [readout.meanNorms(...norms)]
      : [readout.norms(...norms), ...numbers(view, layer, head, key, pointed, readout, kName, vName)]
  const query = readerAt(frame, position)
  if (query !== null && query < view.positions) {
    const reader = markToken(view.tokens[query]?.text ?? '')
    const weight = weightOf(view, layer, head, query, key)
    if (!seen(view, query, key))
      parts.push(key > query ? readout.later(reader) : readout.outside(reader, query, keysOf(view, query).length))
    else if (readingOf(frame, layer, query).keys > 0)
      parts.push(readout.weight(reader, query, weight, head === null || view.served > 1))
  }
  const name =
    head === null
      ? readout.folded(token, key, layer)
      : readout.slot(token, key, layer, words.heads(...servedBy(view, head)))
  return `${name} ${parts.join('; ')}.`
}

function numbers(
  view: CacheView,
  layer: number,
  head: number,
  key: number,
  pointed: PointedNumber | null,
  readout: Words['readout'],
  kName: string,
  vName: string,
): string[] {
  const k = vectorOf(view, layer, head, key, 'k')
  const v = vectorOf(view, layer, head, key, 'v')
  if (pointed) {
    const vector = pointed.kind === 'k' ? k : v
    return [readout.exact(pointed.kind === 'k' ? kName : vName, pointed.index, vector[pointed.index] as number)]
  }
  const more = view.dHead > SHOWN
  return [readout.values(kName, [...k.slice(0, SHOWN)], more), readout.values(vName, [...v.slice(0, SHOWN)], more)]
}

/** K or V of one slot: d_head numbers. */
export function vectorOf(view: CacheView, layer: number, head: number, position: number, kind: 'k' | 'v') {
  const tensor = (view.layers[layer] as CacheView['layers'][number])[kind]
  const at = (position * view.nHeads + head) * view.dHead
  return tensor.data.subarray(at, at + view.dHead)
}
