import {
  countOps,
  type ForwardFrame,
  type GenerationTrace,
  type ModelConfig,
  type StepCounts,
  sumCounts,
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

/** How much of the frame's step is done, 0 to 1, by positions whose attention is computed. */
export function stepProgress(frame: ForwardFrame, nLayers: number): number {
  const { from, to, kind } = frame.cue
  if (kind === 'idle') return 0
  if (to <= from || frame.predicted >= to) return 1
  const attended = frame.attended.reduce((sum, count) => sum + Math.min(count, to) - Math.min(count, from), 0)
  return attended / (nLayers * (to - from))
}

/** Sum of the steps whose logits are there by now. */
export function totalSoFar(steps: readonly ComparedStep[], side: Side, frame: ForwardFrame): StepCounts {
  return sumCounts(steps.filter((step) => frame.predicted >= step.to).map((step) => step[side]))
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

/** How many points a curve is drawn through at the most. */
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
  const stride = Math.max(1, Math.ceil(steps.length / SAMPLES))
  const points: CurvePoint[] = []
  let sum = 0
  steps.forEach((step, index) => {
    sum += step.totalMacs
    // A per-step curve starts behind the prefill, which is the same for both sides.
    if (mode === 'step' && index === 0 && steps.length > 1) return
    if (index % stride === 0 || index === steps.length - 1)
      points.push({ n: promptLength + index, macs: mode === 'step' ? step.totalMacs : sum })
  })
  return points
}

export interface Box {
  readonly width: number
  readonly height: number
}

/** The path of a curve in a box, its origin below left. */
export function pathOf(points: readonly CurvePoint[], upTo: number, maxMacs: number, { width, height }: Box): string {
  return points
    .map(
      ({ n, macs }, i) => `${i ? 'L' : 'M'}${round((n / upTo) * width)} ${round(height - (macs / maxMacs) * height)}`,
    )
    .join('')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
