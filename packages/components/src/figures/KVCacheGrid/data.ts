import type { ForwardTrace, GenerationTrace, Tensor, TraceToken } from '@glassformer/core'
import { boundWithin, keysOf, type ReadKeys, readKeysOf, type VisibleKeys, visibleKeysOf } from '../../kit'
import { type Keeping, readKeeping } from './keeping'
import { largestErrors, type ShownValues, type Versions, versionsOf } from './values'

const BYTES_PER_NUMBER = 4

/** K, V and the pattern of one layer. */
interface LayerTensors {
  /** As they are shown; position, head, d_head */
  readonly k: Tensor
  readonly v: Tensor
  readonly versions: Readonly<Record<'k' | 'v', Versions>>
  /** Of each position, the largest difference between what was computed and what is read back. */
  readonly errors: Float32Array
  /** What the trace calls them. */
  readonly names: Readonly<Record<'k' | 'v' | 'pattern', string>>
  /** head, query, key */
  readonly pattern: Tensor
  /** Euclidean norms: position, head */
  readonly kNorm: Float32Array
  readonly vNorm: Float32Array
}

/** What the figure reads of a run, with the ends of its scales. */
export interface CacheView extends VisibleKeys {
  readonly layers: readonly LayerTensors[]
  /** Heads of K and V. A row of the shelf is one of these; what is selected is always a query head. */
  readonly nHeads: number
  /** Query heads that share one head of K and V: 1 unless queries are grouped. */
  readonly served: number
  readonly dHead: number
  /** Positions that the run computes: the columns. */
  readonly positions: number
  readonly tokens: readonly TraceToken[]
  /**
   * `full` keeps K and V between steps, `policy` keeps them as `keeping` tells, `none` recomputes them at each step, `pass` is
   * one forward pass.
   */
  readonly keeps: 'full' | 'policy' | 'none' | 'pass'
  readonly keeping: Keeping | null
  /** Whether a query read a key in a layer: it saw the key, and the cache still had it. */
  readonly isRead: ReadKeys
  /** What is shown where the cache stores other numbers than were computed; `null` where it stores the same. */
  readonly values: ShownValues | null
  /** Of each position, the step that computed it: 0 is the prefill. */
  readonly stepOf: readonly number[]
  /** Bytes of one position in one layer, K and V of every head: as it is kept, and as a full cache keeps it. */
  readonly slotBytes: number
  readonly fullSlotBytes: number
  /** The ends of the scales: 98 of 100 numbers of K, or of V, lie within them; the rest are shown as the ends. */
  readonly kBound: number
  readonly vBound: number
  /** The largest norm of any K or V. */
  readonly normBound: number
}

/** Throws `unknown-tensor` if the trace lacks K, V or the patterns. `values` matters where others are stored than computed. */
export function viewCache(trace: ForwardTrace | GenerationTrace, values: ShownValues = 'held'): CacheView {
  const layers = Array.from({ length: trace.config.nLayers }, (_, l): LayerTensors => {
    // With rotary positions, a cache holds the keys as they were turned.
    const turned = `blocks.${l}.attn.rot_k`
    const names = {
      k: trace.tensors[turned] ? turned : `blocks.${l}.attn.k`,
      v: `blocks.${l}.attn.v`,
      pattern: `blocks.${l}.attn.pattern`,
    }
    const versions = { k: versionsOf(trace, names.k, values), v: versionsOf(trace, names.v, values) }
    const [k, v] = [versions.k.shown, versions.v.shown]
    const errors = largestErrors([versions.k, versions.v], k.shape[0] ?? 0)
    return { k, v, versions, errors, names, pattern: trace.tensor(names.pattern), kNorm: norms(k), vNorm: norms(v) }
  })
  const [positions = 0, nHeads = 1, dHead = 1] = layers[0]?.k.shape ?? []
  const fullSlotBytes = 2 * nHeads * dHead * BYTES_PER_NUMBER
  const keeping = trace.kind === 'generation' ? readKeeping(trace, positions, fullSlotBytes) : null
  // One scale for what was computed and what is read back, so that a colour means the same number in both.
  const bound = (part: 'k' | 'v') =>
    boundWithin(
      layers.map(({ versions }) => (values === 'error' ? versions[part].shown : versions[part].computed).data),
    )
  return {
    layers,
    nHeads,
    served: trace.config.nHeads / nHeads,
    dHead,
    positions,
    tokens: trace.tokens,
    ...visibleKeysOf(trace, positions),
    keeps: trace.kind === 'forward' ? 'pass' : trace.cache === 'none' ? 'none' : keeping ? 'policy' : 'full',
    keeping,
    isRead: readKeysOf(trace, positions),
    values: layers.some(({ versions }) => versions.k.held) ? values : null,
    stepOf: Array.from({ length: positions }, (_, position) =>
      trace.kind === 'forward' ? 0 : Math.max(0, position - trace.promptLength + 1),
    ),
    slotBytes: keeping?.slotBytes ?? fullSlotBytes,
    fullSlotBytes,
    kBound: bound('k'),
    vBound: bound('v'),
    normBound: Math.max(...layers.map(({ kNorm, vNorm }) => Math.max(largest(kNorm), largest(vNorm)))),
  }
}

function norms({ data, shape }: Tensor): Float32Array {
  const [positions = 0, heads = 0, size = 0] = shape
  return Float32Array.from({ length: positions * heads }, (_, i) => {
    let sum = 0
    for (let d = 0; d < size; d++) sum += (data[i * size + d] as number) ** 2
    return Math.sqrt(sum)
  })
}

function largest(values: ArrayLike<number>): number {
  let most = 0
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i] as number))
  return most
}

/** Bytes that a full cache keeps at the end of the run, or would. */
export function bytesInAll(view: CacheView): number {
  return view.positions * view.layers.length * view.fullSlotBytes
}

/** Whether anything is kept from step to step. */
export function isKept({ keeps }: CacheView): boolean {
  return keeps === 'full' || keeps === 'policy'
}

/** Whether a query was computed in this run: those that a shared cache held already were not, and read nothing here. */
export function isComputed({ keeping }: CacheView, query: number): boolean {
  return query >= (keeping?.shared ?? 0)
}

/** The keys that a query read in a layer, in order. */
export function keysRead(view: CacheView, layer: number, query: number): number[] {
  return keysOf(view, query).filter((key) => view.isRead(layer, query, key))
}

/** The head of K and V that serves a query head; `null` without one, or if there is no such head. */
export function rowOfHead({ nHeads, served }: CacheView, head: number | null): number | null {
  return head === null || head >= nHeads * served ? null : Math.floor(head / served)
}

/** The query head that stands for a head of K and V: the one chosen if it is served by it, or else the first. */
export function headOfRow({ served }: CacheView, row: number, chosen: number | null): number {
  return chosen !== null && Math.floor(chosen / served) === row ? chosen : row * served
}

/** The first and the last query head that a head of K and V serves. */
export function servedBy({ served }: CacheView, row: number): readonly [first: number, last: number] {
  return [row * served, (row + 1) * served - 1]
}

/**
 * The attention weight that `query` gives to `key`: the mean over the query heads that one head of K and V serves, or over
 * all of them if `head` is null.
 */
export function weightOf(view: CacheView, layer: number, head: number | null, query: number, key: number): number {
  const pattern = view.layers[layer]?.pattern
  if (!pattern || !view.isRead(layer, query, key)) return 0
  const [all = 1, n = 0] = pattern.shape
  const [from, to] = head === null ? [0, all] : [head * view.served, (head + 1) * view.served]
  let sum = 0
  for (let h = from; h < to; h++) sum += pattern.data[(h * n + query) * n + key] as number
  return sum / (to - from)
}

/** The head of K and V, and the key, with the largest attention weight of a query, on the mean of the query heads served. */
export function mostRead(view: CacheView, layer: number, query: number) {
  let best = { head: 0, key: 0, weight: 0 }
  for (let head = 0; head < view.nHeads; head++)
    for (const key of keysRead(view, layer, query)) {
      const weight = weightOf(view, layer, head, query, key)
      if (weight > best.weight) best = { head, key, weight }
    }
  return best
}

/** K or V of one slot, as it is shown, or as it was computed or is held: d_head numbers. */
export function vectorOf(
  view: CacheView,
  layer: number,
  head: number,
  position: number,
  kind: 'k' | 'v',
  version: keyof Versions = 'shown',
) {
  const { shown, [version]: asked } = (view.layers[layer] as CacheView['layers'][number]).versions[kind]
  const tensor = asked ?? shown
  const at = (position * view.nHeads + head) * view.dHead
  return tensor.data.subarray(at, at + view.dHead)
}
