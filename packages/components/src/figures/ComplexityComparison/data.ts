import {
  type CacheMode,
  countOps,
  type GenerationTrace,
  type ModelConfig,
  type StepCounts,
  WORK_KINDS,
  type WorkKind,
} from '@glassformer/core'

/** One step of a run, counted both ways. */
export interface ComparedStep {
  readonly index: number
  readonly from: number
  readonly to: number
  /** With the full cache. */
  readonly cached: StepCounts
  readonly uncached: StepCounts
  /** Under the run's policy; `null` without one. */
  readonly policy: StepCounts | null
  /** The first position that the step computed under the policy: where another request computed the first ones, not 0. */
  readonly policyFrom: number
  /** Largest difference of the two runs' logits; null if only one was run. */
  readonly difference: number | null
}

/** Counts of every step: as the engine kept them, or by formula for a side that was not run. */
export function compareSteps(trace: GenerationTrace): readonly ComparedStep[] {
  const { promptLength, cache, steps } = trace
  const countsBy = (mode: CacheMode) =>
    countOps(trace.config, { promptLength, newTokens: steps.length, cache: mode }).steps
  const counted = steps.every((step) => step.other)
  const full = cache !== 'full' && !counted ? countsBy('full') : null
  const none = cache === 'none' || (cache === 'full' && counted) ? null : countsBy('none')
  return steps.map((step, index) => {
    const other = step.other?.counts
    return {
      index,
      from: promptLength + index - 1,
      to: step.to,
      cached: cache === 'full' ? step.counts : (other ?? (full?.[index] as StepCounts)),
      uncached: cache === 'none' ? step.counts : (none?.[index] ?? (other as StepCounts)),
      policy: typeof cache === 'object' ? step.counts : null,
      policyFrom: step.from,
      difference: step.other?.maxLogitDifference ?? null,
    }
  })
}

/** What is compared: no cache, the full cache, the cache of the run's policy. */
export type Side = 'uncached' | 'cached' | 'policy'

/** The two sides of a comparison: none and full, or full and the policy's. */
export function sidesOf({ cache }: GenerationTrace): readonly [Side, Side] {
  return typeof cache === 'object' ? ['cached', 'policy'] : ['uncached', 'cached']
}

export function countsOf(step: ComparedStep, side: Side): StepCounts {
  return side === 'policy' ? (step.policy ?? step.cached) : step[side]
}

/** The rows that one side computes in a step: `from` to `to - 1`. */
export function rowsOf(step: ComparedStep, side: Side): { from: number; to: number } {
  const cachedFrom = step.index > 0 ? step.from : 0
  return { from: { uncached: 0, cached: cachedFrom, policy: step.policyFrom }[side], to: step.to }
}

/** Query-key pairs that a step scored in each head, as they were counted. */
export function pairsOf({ nLayers, nHeads, dHead }: ModelConfig, { macs }: StepCounts): number {
  return macs.scores / (nLayers * nHeads * dHead)
}

export interface Bar {
  readonly kind: WorkKind
  readonly macs: number
  /** Share of the common scale, 0 to 1. */
  readonly share: number
  /** Where it begins, behind the kinds before it, on the same scale. */
  readonly from: number
}

/** The kinds of work of one step or total as bars on a scale that both sides share. */
export function barsOf(counts: StepCounts, scale: number): readonly Bar[] {
  let from = 0
  return WORK_KINDS.map((kind) => {
    const macs = counts.macs[kind]
    const bar = { kind, macs, share: scale > 0 ? macs / scale : 0, from }
    from += bar.share
    return bar
  })
}

export type CurveMode = 'step' | 'total'

/** The sides that there is a formula for, whatever the length: a policy's cache is counted in the run alone. */
export type CurveSide = Exclude<Side, 'policy'>

export interface CurvePoint {
  readonly n: number
  readonly macs: number
}

/** How many points a curve is drawn through at the most; as close together on a logarithmic axis as on a linear one. */
const SAMPLES = 96

/**
 * Multiply-adds against the number of tokens known, from a prompt of `promptLength` to `upTo`: of the one step that
 * follows, or of all steps until then.
 */
export function curveOf(
  config: ModelConfig,
  promptLength: number,
  upTo: number,
  side: CurveSide,
  mode: CurveMode,
): readonly CurvePoint[] {
  const newTokens = Math.max(1, upTo - promptLength + 1)
  const { steps } = countOps(config, { promptLength, newTokens, cache: side === 'cached' ? 'full' : 'none' })
  const last = steps.length - 1
  const wanted = new Set<number>([0, last])
  for (let i = 1; i < SAMPLES; i++) {
    wanted.add(Math.round((i / SAMPLES) * last))
    wanted.add(Math.round(promptLength * ((promptLength + last) / promptLength) ** (i / SAMPLES)) - promptLength)
  }
  const points: CurvePoint[] = []
  let sum = 0
  steps.forEach((step, index) => {
    sum += step.totalMacs
    // A per-step curve starts behind the prefill, which is the same for both sides.
    if (mode === 'step' && index === 0 && steps.length > 1) return
    if (wanted.has(index)) points.push({ n: promptLength + index, macs: mode === 'step' ? step.totalMacs : sum })
  })
  return points
}

/**
 * The power with which a curve grows at its end: the slope of its last tenth on logarithmic axes. 1 is linear growth, 2
 * quadratic, 3 cubic. `null` where there are too few points to tell.
 */
export function growthOf(points: readonly CurvePoint[]): number | null {
  const last = points.at(-1)
  const before = points.findLast(({ n }) => last !== undefined && n <= 0.9 * last.n)
  if (!last || !before) return null
  return Math.log(last.macs / before.macs) / Math.log(last.n / before.n)
}
