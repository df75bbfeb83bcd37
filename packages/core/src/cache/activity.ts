import { outOfRange } from '../tensor/errors'
import type { TraceData } from '../trace/make'
import type { CacheLayerStep, CacheStep, GenerationTrace } from '../trace/types'

/**
 * What the cache did in one step, of any generation: as the policy reported it, or, for `full` and `none`, which
 * have no more to say than their steps do, put in the same words. Throws `out-of-range`.
 */
export function cacheActivity({ steps, cache, config }: TraceData<GenerationTrace>, step: number): CacheStep {
  const at = steps[step]
  if (!at) throw outOfRange('step', step, steps.length)
  if (at.cache) return at.cache
  const { from, to } = at
  const none: CacheLayerStep = { written: [], read: [], evicted: [], shared: [], held: [], bytes: 0 }
  const full: CacheLayerStep = {
    ...none,
    written: [[from, to]],
    read: from > 0 ? [[Math.max(0, from - config.attentionWindow + 1), to]] : [],
    held: [[0, to]],
    bytes: at.counts.bytes.cacheSize / config.nLayers,
  }
  return { layers: Array.from({ length: config.nLayers }, () => (cache === 'full' ? full : none)) }
}
