import type { GenerationTrace } from '@glassformer/core'
import { readKeysOf, tokenNames, visibleKeysOf } from '../../kit'
import { compareSteps, countsOf, type Side, sidesOf } from './data'

/** What stays while the trace does. */
export function comparisonOf(trace: GenerationTrace) {
  const steps = compareSteps(trace)
  const size = steps.at(-1)?.to ?? 0
  const sides = sidesOf(trace)
  const hasEvicted = trace.steps.some(({ cache }) => cache?.layers.some(({ evicted }) => evicted.length > 0))
  const macsOf = (side: Side) => steps.map((step) => countsOf(step, side).totalMacs)
  return {
    trace,
    steps,
    sides,
    size,
    keys: visibleKeysOf(trace, size),
    reads: readKeysOf(trace, size),
    /** What the policy left out that the full cache scores: rows that another request computed, or keys that were evicted. */
    leftOut: (trace.steps[0]?.from ?? 0) > 0 ? ('taken' as const) : hasEvicted ? ('evicted' as const) : null,
    nameAt: tokenNames(trace.tokens),
    stepScale: Math.max(...sides.flatMap(macsOf)),
    totalScale: Math.max(...sides.map((side) => macsOf(side).reduce((sum, macs) => sum + macs, 0))),
  }
}
