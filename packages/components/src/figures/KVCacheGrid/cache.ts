import {
  type ForwardFrame,
  type ForwardTrace,
  type GenerationTrace,
  LAYER_STAGES,
  PREFILL_STARTS,
  type Tensor,
  type TraceToken,
} from '@glassformer/core'
import { boundWithin } from '../../color/ramp'
import { seen, type VisibleKeys, visibleKeysOf } from '../../traces/visibleKeys'

const BYTES_PER_NUMBER = 4

/** K, V and the pattern of one layer. */
interface LayerTensors {
  /** position, head, d_head */
  readonly k: Tensor
  readonly v: Tensor
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
  /** `full` keeps K and V between steps, `none` recomputes them at each step, `pass` is one forward pass. */
  readonly keeps: 'full' | 'none' | 'pass'
  /** Bytes of one position in one layer: K and V of every head. */
  readonly slotBytes: number
  /** The ends of the scales: 98 of 100 numbers of K, or of V, lie within them; the rest are shown as the ends. */
  readonly kBound: number
  readonly vBound: number
  /** The largest norm of any K or V. */
  readonly normBound: number
}

/** Throws `unknown-tensor` if the trace lacks K, V or the patterns. */
export function viewCache(trace: ForwardTrace | GenerationTrace): CacheView {
  const layers = Array.from({ length: trace.config.nLayers }, (_, l): LayerTensors => {
    // With rotary positions, a cache holds the keys as they were turned.
    const k = trace.tensors[`blocks.${l}.attn.rot_k`] ?? trace.tensor(`blocks.${l}.attn.k`)
    const v = trace.tensor(`blocks.${l}.attn.v`)
    return { k, v, pattern: trace.tensor(`blocks.${l}.attn.pattern`), kNorm: norms(k), vNorm: norms(v) }
  })
  const [positions = 0, nHeads = 1, dHead = 1] = layers[0]?.k.shape ?? []
  return {
    layers,
    nHeads,
    served: trace.config.nHeads / nHeads,
    dHead,
    positions,
    tokens: trace.tokens,
    ...visibleKeysOf(trace, positions),
    keeps: trace.kind === 'forward' ? 'pass' : trace.cache === 'none' ? 'none' : 'full',
    slotBytes: 2 * nHeads * dHead * BYTES_PER_NUMBER,
    kBound: boundWithin(layers.map(({ k }) => k.data)),
    vBound: boundWithin(layers.map(({ v }) => v.data)),
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

/** How far a stage of a layer has come in the pass of the frame's step, 0 to 1. */
function stageProgress({ cue, progress }: ForwardFrame, layer: number, stage: Stage): number {
  if (cue.kind === 'sample') return 1
  if (cue.layer === null || cue.layer < layer) return 0
  if (cue.layer > layer) return 1
  const place = LAYER_STAGES.indexOf(stage)
  if (cue.kind !== 'prefill') {
    const at = LAYER_STAGES.indexOf(cue.kind as Stage)
    return at === place ? progress : at > place ? 1 : 0
  }
  const next = LAYER_STAGES[place + 1]
  const [start, end] = [PREFILL_STARTS[stage], next ? PREFILL_STARTS[next] : 1]
  return Math.min(1, Math.max(0, (progress - start) / (end - start)))
}
type Stage = (typeof LAYER_STAGES)[number]

/** The columns of a layer that stand: `0` to `full - 1` whole, and `full` to `to - 1` as far as `progress`. */
export interface Standing {
  readonly full: number
  readonly to: number
  readonly progress: number
}

export function standingIn(view: CacheView, frame: ForwardFrame, layer: number): Standing {
  const progress = stageProgress(frame, layer, 'write')
  // Without a cache a step starts from nothing: what the step before computed is gone.
  const full =
    view.keeps === 'none' ? (progress >= 1 ? frame.cue.to : frame.cue.from) : (frame.written[layer] as number)
  const writing = progress > 0 && progress < 1 && full < frame.cue.to
  return { full, to: writing ? frame.cue.to : full, progress: writing ? progress : 1 }
}

/** Bytes kept at a moment. Equals the engine's `cacheSize` at the end of each step; 0 where nothing is kept. */
export function bytesKept(view: CacheView, frame: ForwardFrame): number {
  if (view.keeps !== 'full') return 0
  return frame.written.reduce((sum, positions) => sum + positions, 0) * view.slotBytes
}

/** Bytes kept at the end of the run, or that would be. */
export function bytesInAll(view: CacheView): number {
  return view.positions * view.layers.length * view.slotBytes
}

/** The position whose reads are shown: the one pointed at, or the last of those at work. */
export function readerAt(frame: ForwardFrame, chosen: number | null): number | null {
  if (chosen !== null) return chosen
  return frame.cue.to > 0 ? frame.cue.to - 1 : null
}

/** How much of a query's reading of one layer is done: scores against keys, then the mixing of values; 0 to 1. */
export function readingOf(frame: ForwardFrame, layer: number, query: number): { keys: number; values: number } {
  const { from, to } = frame.cue
  if (query >= to) return { keys: 0, values: 0 }
  if (query < from) return { keys: 1, values: 1 }
  return { keys: stageProgress(frame, layer, 'read'), values: stageProgress(frame, layer, 'attend') }
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
  if (!pattern || !seen(view, query, key)) return 0
  const [all = 1, n = 0] = pattern.shape
  const [from, to] = head === null ? [0, all] : [head * view.served, (head + 1) * view.served]
  let sum = 0
  for (let h = from; h < to; h++) sum += pattern.data[(h * n + query) * n + key] as number
  return sum / (to - from)
}
