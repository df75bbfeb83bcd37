import type { ForwardTrace, GenerationTrace } from '@glassformer/core'
import { seen, visibleKeysOf } from './visibleKeys'

/** Whether a query of a run read a key in a layer. */
export type ReadKeys = (layer: number, query: number, key: number) => boolean

/**
 * What the queries at positions 0 to `n - 1` read: the keys that they see, and that the layer's cache still had when they came.
 * What a shared cache held already was not computed in this run, and read nothing.
 */
export function readKeysOf(trace: ForwardTrace | GenerationTrace, n: number): ReadKeys {
  const keys = visibleKeysOf(trace, n)
  if (trace.kind === 'forward') return (_, query, key) => seen(keys, query, key)
  const { steps, promptLength } = trace
  const computedFrom = steps[0]?.from ?? 0
  return (layer, query, key) => {
    if (query < computedFrom || !seen(keys, query, key)) return false
    const step = steps[Math.max(0, query - promptLength + 1)]
    // A prefill from the beginning has its keys at hand.
    const read = step?.from ? step.cache?.layers[layer]?.read : undefined
    return !read || read.some(([from, to]) => key >= from && key < to)
  }
}
