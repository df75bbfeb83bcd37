import {
  type ForwardTrace,
  type GenerationTrace,
  GlassformerError,
  type ModelConfig,
  type Tensor,
} from '@glassformer/core'
import { keysOf, type VisibleKeys, visibleKeysOf } from '../../traces/visibleKeys'

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

/** One line of the sum that makes an output: a weight, and its product with a key's value vector. */
export interface Term extends Read {
  readonly product: Float64Array
}

export interface WeightedSum {
  /** The terms with the largest weights. */
  readonly terms: readonly Term[]
  /** All other terms in one; `null` if there are none. */
  readonly rest: { readonly count: number; readonly weight: number; readonly product: Float64Array } | null
  /** What an intervention made of the sum afterwards, as one more term; `null` without one. */
  readonly changed: { readonly product: Float64Array } | null
  /** The output as the model used it: terms, rest and change add up to it. */
  readonly z: Tensor['data']
}

/** The lines of a sum, from top to bottom, without its total. */
export function linesOf({ terms, rest, changed }: WeightedSum): readonly { readonly product: Float64Array }[] {
  return [...terms, ...(rest ? [rest] : []), ...(changed ? [changed] : [])]
}

/** The output of one query as the sum that it is. `null` where the trace lacks values or outputs. */
export function weightedSum(data: LayerData, head: number, query: number, shown = 3): WeightedSum | null {
  const { v, z, config } = data
  const reads = readsOf(data, head, query)
  if (!v || !z || !reads.length) return null
  // A rest of one key is shown as what it is.
  const split = reads.length <= shown + 1 ? reads.length : shown
  const terms = reads.slice(0, split).map((read) => ({ ...read, product: product([read]) }))
  const others = reads.slice(split)
  const rest = others.length
    ? { count: others.length, weight: others.reduce((sum, read) => sum + read.weight, 0), product: product(others) }
    : null
  const output = vectorOf(z, head, query, config.nHeads)
  return { terms, rest, changed: isChanged(data, head, query) ? difference() : null, z: output }

  function difference() {
    const whole = product(reads)
    return { product: whole.map((value, i) => (output[i] as number) - value) }
  }

  function product(of: readonly Read[]): Float64Array {
    const out = new Float64Array(config.dHead)
    for (const { key, weight } of of) {
      const row = vectorOf(v as Tensor, head, key, config.nHeads)
      for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) + weight * (row[i] as number)
    }
    return out
  }
}

/** Whether an intervention changed the output itself, so that it is no longer the sum. */
function isChanged({ trace, layer }: LayerData, head: number, query: number): boolean {
  return (trace.interventions ?? []).some(
    ({ tensor, positions, heads }) =>
      tensor === `blocks.${layer}.attn.z` && positions.includes(query) && (heads?.includes(head) ?? true),
  )
}
