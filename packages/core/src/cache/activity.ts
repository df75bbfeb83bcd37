import { isObject } from '../tensor/checks'
import { checkOption, outOfRange } from '../tensor/errors'
import type { TraceData } from '../trace/make'
import type { CacheLayerStep, CacheStep, GenerationTrace } from '../trace/types'

/**
 * What the cache did in one step, of any generation: as the policy reported it, or, for `full` and `none`, which
 * have no more to say than their steps do, put in the same words. Throws `out-of-range`.
 */
export function cacheActivity(trace: TraceData<GenerationTrace>, step: number): CacheStep {
  const isGeneration =
    isObject(trace) &&
    Array.isArray(trace.steps) &&
    isObject(trace.config) &&
    Number.isSafeInteger(trace.config.nLayers)
  checkOption('The trace', trace, isGeneration, 'that of a generation', 'bad-trace')
  const { steps, cache, config } = trace
  const at = Number.isInteger(step) ? steps[step] : undefined
  if (!isObject(at) || !isObject(at.counts?.bytes) || !Number.isSafeInteger(at.from))
    throw outOfRange('step', step, steps.length)
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
