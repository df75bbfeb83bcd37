import type { CacheLayerStep, GenerationTrace } from '@glassformer/core'
import { readKeysOf, tokenNames, visibleKeysOf } from '../../kit'
import { compareSteps, countsOf, type Side, sidesOf } from './data'

/** What stays while the trace does. */
export function comparisonOf(trace: GenerationTrace) {
  const steps = compareSteps(trace)
  const size = steps.at(-1)?.to ?? 0
  const sides = sidesOf(trace)
  const hasEvicted = ({ evicted }: CacheLayerStep) => evicted.length > 0
  const macsOf = (side: Side) => steps.map((step) => countsOf(step, side).totalMacs)
  return {
    trace,
    steps,
    sides,
    size,
    keys: visibleKeysOf(trace, size),
    reads: readKeysOf(trace, size),
    /** Whether a row or a key was left out that the full cache scores. */
    leavesOut: (trace.steps[0]?.from ?? 0) > 0 || trace.steps.some(({ cache }) => cache?.layers.some(hasEvicted)),
    nameAt: tokenNames(trace.tokens),
    stepScale: Math.max(...sides.flatMap(macsOf)),
    totalScale: Math.max(...sides.map((side) => macsOf(side).reduce((sum, macs) => sum + macs, 0))),
  }
}
