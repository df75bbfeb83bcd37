import { FILTERS, type GenerationStep, type SamplingStep } from '@glassformer/core'
import type { CandidateRow, PipelineTrace } from './data'

export type Filter = Exclude<(typeof FILTERS)[number], 'greedy'>
const DRAWN_FILTERS = ['topK', 'topP', 'minP'] as const satisfies readonly Filter[]
const codeOf = (name: (typeof FILTERS)[number]) => FILTERS.indexOf(name) + 1

/** How the next token of a step was drawn, over the whole vocabulary. */
export interface StepDraw {
  readonly sampling: SamplingStep
  readonly temperature: number
  /** Tokens left after each filter that took any out, in the order of application. */
  readonly left: readonly { readonly filter: Filter; readonly count: number }[]
}

/** A candidate in the draw. */
export interface DrawnCandidate extends CandidateRow {
  /** Logit divided by the temperature. */
  readonly scaled: number
  /** The probability in the draw: 0 for what was left out. */
  readonly final: number
  /** Which filter left it out. */
  readonly filter: Filter | null
  /** Place in the whole vocabulary by logit; 1 is the most probable. */
  readonly rank: number
}

/** Each step's draw; `null` where nothing is drawn, or the trace does not tell how. */
export function drawsOf(trace: PipelineTrace): readonly StepDraw[] | null {
  if (trace.kind !== 'generation') return null
  const draws = trace.steps.map(drawOf).filter((draw) => draw !== null)
  return draws.length === trace.steps.length ? draws : null
}

function drawOf({ sampling, sampled }: GenerationStep): StepDraw | null {
  // A token that the draw could not give was set by something else.
  if (!sampling?.probs[sampled.id] || sampling.removedBy.includes(codeOf('greedy'))) return null
  const taken = DRAWN_FILTERS.map((filter) => sampling.removedBy.filter((code) => code === codeOf(filter)).length)
  let count = sampling.logits.length
  const left = DRAWN_FILTERS.map((filter, i) => {
    count -= taken[i] as number
    return { filter, count }
  }).filter((_, i) => taken[i])
  return { sampling, temperature: temperatureOf(sampling), left }
}

/** The trace has no settings: what the largest logit was divided by, to the digits that 32-bit floats keep. */
function temperatureOf({ logits, scaled }: SamplingStep): number {
  let at = 0
  for (let id = 1; id < logits.length; id++)
    if (Math.abs(logits[id] as number) > Math.abs(logits[at] as number)) at = id
  const ratio = (logits[at] as number) / (scaled[at] as number)
  return Number.isFinite(ratio) && ratio > 0 ? Number(ratio.toPrecision(6)) : 1
}

/** Of equal logits, the lower id counts as the more probable, as it does to the sampler. */
function rankOf({ logits }: SamplingStep, id: number): number {
  const own = logits[id] as number
  let rank = 1
  logits.forEach((logit, other) => {
    if (logit > own || (logit === own && other < id)) rank++
  })
  return rank
}

export function drawnCandidate({ sampling }: StepDraw, row: CandidateRow): DrawnCandidate {
  const { scaled, probs, removedBy } = sampling
  const code = removedBy[row.id] as number
  return {
    ...row,
    scaled: scaled[row.id] as number,
    final: probs[row.id] as number,
    filter: code ? (FILTERS[code - 1] as Filter) : null,
    rank: rankOf(sampling, row.id),
  }
}

/** Tokens that could be drawn. */
export function leftOf({ sampling, left }: StepDraw): number {
  return left.at(-1)?.count ?? sampling.logits.length
}

/** All that is not among the rows: how many tokens, and their probability in the draw together. */
export function othersOf({ sampling }: StepDraw, rows: readonly CandidateRow[]): { count: number; final: number } {
  const shown = new Set(rows.map(({ id }) => id))
  let final = 0
  sampling.probs.forEach((prob, id) => {
    if (!shown.has(id)) final += prob
  })
  return { count: sampling.probs.length - shown.size, final }
}

/**
 * Parts of a whole in tenths of a percent that make 1000: each is rounded down, and what is missing goes to those that
 * lost most. None is off by a tenth, and what is 0 stays 0.
 */
export function tenthsOf(parts: readonly number[]): number[] {
  const whole = parts.reduce((sum, part) => sum + part, 0)
  const exact = parts.map((part) => (1000 * part) / whole)
  const tenths = exact.map(Math.floor)
  const missing = 1000 - tenths.reduce((sum, part) => sum + part, 0)
  const lost = (i: number) => (exact[i] as number) - (tenths[i] as number)
  const byLoss = [...parts.keys()].sort((a, b) => lost(b) - lost(a))
  for (const i of byLoss.slice(0, missing)) tenths[i] = (tenths[i] as number) + 1
  return tenths
}

/** The filters that took a token out in any step. */
export function filtersOf(draws: readonly StepDraw[]): Filter[] {
  return DRAWN_FILTERS.filter((filter) => draws.some(({ left }) => left.some((after) => after.filter === filter)))
}
