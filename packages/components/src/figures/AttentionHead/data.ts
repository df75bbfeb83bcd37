import {
  type ForwardTrace,
  type GenerationTrace,
  GlassformerError,
  type ModelConfig,
  type Tensor,
} from '@glassformer/core'
import { type CellAddress, type GridCell, keysOf, type VisibleKeys, visibleKeysOf } from '../../kit'
import type { AttentionView } from './view'

/** What one layer's attention holds, as the figure reads it. `n` positions; missing tensors are `null`. */
export interface LayerData extends VisibleKeys {
  readonly layer: number
  readonly trace: ForwardTrace | GenerationTrace
  readonly config: ModelConfig
  /** The text of every token, also of those that are not there yet. */
  readonly texts: readonly string[]
  /** Processed positions: rows and columns of the pattern. */
  readonly n: number
  readonly pattern: Tensor
  readonly scores: Tensor | null
  readonly v: Tensor | null
  readonly z: Tensor | null
  /** Largest absolute score of the layer, rounded up to a tenth: the scale's end, shared by its heads. */
  readonly scoreBound: number
}

/** Throws `bad-trace` if the trace holds no pattern of the layer. */
export function readLayer(trace: ForwardTrace | GenerationTrace, layer: number): LayerData {
  // A quantised cache does not give back what was put in: attention reads what is stored.
  const stored = trace.kind === 'generation' ? trace.stored : undefined
  const find = (name: string): Tensor | null => {
    const full = `blocks.${layer}.attn.${name}`
    return stored?.[full] ?? trace.tensors[full] ?? null
  }
  const pattern = find('pattern')
  if (!pattern)
    throw new GlassformerError('bad-trace', `The trace has no tensor "blocks.${layer}.attn.pattern". Record it too.`)
  const [scores, v, z] = [find('scores'), find('v'), find('z')]
  const n = pattern.shape[1] as number
  return {
    layer,
    trace,
    config: trace.config,
    texts: trace.tokens.map((token) => token.text),
    n,
    ...visibleKeysOf(trace, n),
    pattern,
    scores,
    v,
    z,
    scoreBound: boundOf(scores?.data ?? []),
  }
}

/**
 * The end of a head's scale of values: its largest absolute value, rounded up to a tenth. Outputs are averages of values
 * and weights are at most 1, so that products and outputs lie on the same scale.
 */
export function valueBoundOf({ v, z, n, config }: LayerData, head: number): number {
  const tensor = v ?? z
  if (!tensor) return 0
  let bound = 0
  for (let position = 0; position < n; position++)
    bound = Math.max(bound, boundOf(vectorOf(tensor, head, position, config.nHeads)))
  return bound
}

function boundOf(values: ArrayLike<number>): number {
  let bound = 0
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i] as number)
    if (size > bound && size < Infinity) bound = size
  }
  return Math.ceil(bound * 10) / 10
}

/** The cell (query, key) of a [head, query, key] tensor. */
export function cellOf(tensor: Tensor, head: number, query: number, key: number): number {
  const n = tensor.shape[1] as number
  return tensor.data[(head * n + query) * n + key] as number
}

/** One position's vector of one head, of a [position, head, d_head] tensor; a view. */
export function vectorOf(tensor: Tensor, head: number, position: number, nHeads: number): Tensor['data'] {
  const [, heads = 1, width = 0] = tensor.shape
  // With fewer heads of keys and values than of queries, several query heads share one.
  const own = Math.floor((head * heads) / nHeads)
  const at = (position * heads + own) * width
  return tensor.data.subarray(at, at + width)
}

/** Which number of the run a cell of the picture shows, and where the picture shows a number of the run: one of a view, or of the sum. */
export function addressIn(
  data: LayerData,
  view: AttentionView,
  head: number,
  { row, column }: GridCell,
): CellAddress | null {
  if (view === 'output') return data.z && { tensor: nameIn(data, 'z'), index: [row, head, column] }
  return { tensor: nameIn(data, view), index: [head, row, column] }
}

export function placeIn(data: LayerData, view: AttentionView, head: number, cell: CellAddress): GridCell | null {
  const { tensor, index } = cell
  const [a, b, c] = index as [number, number, number]
  if (tensor !== nameIn(data, view === 'output' ? 'z' : view)) return null
  const [h, row] = view === 'output' ? [b, a] : [a, b]
  return h === head && row < data.n ? { row, column: c } : null
}

/** Number `index` of a key's value vector, as the sum of a head's output reads it. */
export function valueAddress(data: LayerData, head: number, key: number, index: number): CellAddress {
  return { tensor: nameIn(data, 'v'), index: [key, valueHead(data, head), index] }
}

/** The head of values that a query head reads: several share one, with fewer of them. */
export function valueHead({ v, config }: LayerData, head: number): number {
  return Math.floor((head * (v?.shape[1] ?? config.nHeads)) / config.nHeads)
}

export function nameIn({ layer, trace }: LayerData, part: 'pattern' | 'scores' | 'v' | 'z'): string {
  const name = `blocks.${layer}.attn.${part}`
  return trace.kind === 'generation' && trace.stored?.[name] ? `stored.${name}` : name
}

export interface Read {
  readonly key: number
  readonly weight: number
}

/**
 * What a query reads, largest weight first; equal weights in order of position. Keys that it does not see are left out; a
 * position that a shared cache held was not computed, and reads nothing.
 */
export function readsOf(data: LayerData, head: number, query: number): Read[] {
  return keysOf(data, query)
    .map((key) => ({ key, weight: cellOf(data.pattern, head, query, key) }))
    .filter(({ weight }) => !Number.isNaN(weight))
    .sort((a, b) => b.weight - a.weight || a.key - b.key)
}
