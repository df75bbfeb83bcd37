import {
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
  readonly cached: StepCounts
  readonly uncached: StepCounts
  /** Largest difference of the two runs' logits; null if only one was run. */
  readonly difference: number | null
}

/** Both counts of every step: as the engine kept them, or by formula for a side that was not run. */
export function compareSteps(trace: GenerationTrace): readonly ComparedStep[] {
  const missing = trace.cache === 'full' ? 'none' : 'full'
  const formula = trace.steps.every((step) => step.other)
    ? null
    : countOps(trace.config, { promptLength: trace.promptLength, newTokens: trace.steps.length, cache: missing })
  return trace.steps.map((step, index) => {
    const other = step.other?.counts ?? (formula?.steps[index] as StepCounts)
    const [cached, uncached] = trace.cache === 'full' ? [step.counts, other] : [other, step.counts]
    return {
      index,
      from: trace.promptLength + index - 1,
      to: step.to,
      cached,
      uncached,
      difference: step.other?.maxLogitDifference ?? null,
    }
  })
}

export type Side = 'cached' | 'uncached'

/** The rows that one side computes in a step: `from` to `to - 1`. */
export function rowsOf(step: ComparedStep, side: Side): { from: number; to: number } {
  return { from: side === 'cached' && step.index > 0 ? step.from : 0, to: step.to }
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
  side: Side,
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
