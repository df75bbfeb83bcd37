import type { Candidate, Floats, ForwardTrace, GenerationTrace } from '@glassformer/core'
import { boundWithin, type CellAddress, type GridCell } from '../../kit'

export type PipelineTrace = ForwardTrace | GenerationTrace

/** One station of the column: the input vector, each block, and the final norm before the unembedding. */
export type Stage =
  | { readonly kind: 'embed'; readonly tensor: string; readonly layer: null }
  | { readonly kind: 'block'; readonly tensor: string; readonly layer: number }
  | { readonly kind: 'final'; readonly tensor: string; readonly layer: null }

export function stagesOf(nLayers: number): Stage[] {
  const blocks = Array.from(
    { length: nLayers },
    (_, layer): Stage => ({
      kind: 'block',
      tensor: `blocks.${layer}.resid_post`,
      layer,
    }),
  )
  return [
    { kind: 'embed', tensor: 'blocks.0.resid_pre', layer: null },
    ...blocks,
    { kind: 'final', tensor: 'ln_final.normalized', layer: null },
  ]
}

/** A row of the candidates: the chosen one is marked, in whatever place it stands. */
export interface CandidateRow extends Candidate {
  readonly chosen: boolean
}

/** Candidates shown for a step. A sampler may choose one below them, which then stands last. */
const SHOWN = 6

/**
 * Row `position` of a tensor [position, d_...]; `null` where the trace does not have it: of a position that a shared cache
 * held already, nothing was computed, and its rows are NaN.
 */
export function rowOf(trace: PipelineTrace, name: string, position: number): Floats | null {
  const tensor = trace.tensors[name]
  const width = tensor?.shape[1] ?? 0
  if (!tensor || position < 0 || position >= (tensor.shape[0] ?? 0)) return null
  const row = tensor.data.subarray(position * width, (position + 1) * width)
  return Number.isNaN(row[0]) ? null : row
}

/** The most probable next tokens after a position, best first, from the whole vocabulary. Empty where it has no logits. */
export function topAt(
  trace: PipelineTrace,
  position: number,
  count: number,
  text: (id: number) => string,
): Candidate[] {
  const probs = rowOf(trace, 'probs', position)
  const logits = rowOf(trace, 'logits', position)
  if (!probs || !logits) return []
  const ids = Array.from(probs.keys()).sort((a, b) => (probs[b] as number) - (probs[a] as number) || a - b)
  return ids
    .slice(0, count)
    .map((id) => ({ id, text: text(id), prob: probs[id] as number, logit: logits[id] as number }))
}

/** The candidates of a step of a generation, or of a position of a forward pass. */
export function candidateRows(
  trace: PipelineTrace,
  at: { step: number; position: number },
  text: (id: number) => string,
): CandidateRow[] {
  if (trace.kind === 'forward')
    return topAt(trace, at.position, SHOWN, text).map((candidate) => ({ ...candidate, chosen: false }))
  const step = trace.steps[at.step]
  if (!step) return []
  const best = step.candidates.slice(0, SHOWN)
  const all = best.some(({ id }) => id === step.sampled.id) ? best : [...best, step.sampled]
  return all.map((candidate) => ({ ...candidate, chosen: candidate.id === step.sampled.id }))
}

/** Rows that the candidates take at most, so that the figure keeps its height from step to step. */
export function candidateSlots(trace: PipelineTrace): number {
  if (trace.kind === 'forward') return Math.min(SHOWN, trace.config.dVocab)
  return Math.max(...trace.steps.map((_, step) => candidateRows(trace, { step, position: 0 }, String).length))
}

export type Bounds = Readonly<Record<Stage['kind'], number>>

/**
 * Bounds of the colour scales, over all positions: one for the residual stream after every block, as these are to be
 * compared, and one each for what goes in and for the final norm, whose sizes are others.
 */
export function boundsOf(trace: PipelineTrace, stages: readonly Stage[]): Bounds {
  const boundOf = (of: Stage['kind']) =>
    boundWithin(stages.filter(({ kind }) => kind === of).map(({ tensor }) => trace.tensors[tensor]?.data ?? []))
  return { embed: boundOf('embed'), block: boundOf('block'), final: boundOf('final') }
}

/** Lengths (Euclidean norms) of what a block's two halves added to the vector of a position, and of the vector after it. */
export function lengthsAt(trace: PipelineTrace, layer: number, position: number) {
  const length = (name: string) => {
    const row = rowOf(trace, `blocks.${layer}.${name}`, position)
    return row && Math.hypot(...row)
  }
  return { attention: length('attn_out'), mlp: length('mlp_out'), after: length('resid_post') }
}

/** Which number of the run the column shows at a stage; `null` where the trace does not have it. */
export function addressIn(
  trace: PipelineTrace,
  stages: readonly Stage[],
  position: number,
  { row, column }: GridCell,
): CellAddress | null {
  const stage = stages[row]
  return stage && rowOf(trace, stage.tensor, position) ? { tensor: stage.tensor, index: [position, column] } : null
}

/** Where the column shows a number, while it shows its position. */
export function placeIn(stages: readonly Stage[], position: number, { tensor, index }: CellAddress): GridCell | null {
  const row = stages.findIndex((stage) => stage.tensor === tensor)
  return row >= 0 && index[0] === position ? { row, column: index[1] as number } : null
}

/** The probability or the logit of a token after a position. */
export function candidateAddress(tensor: 'probs' | 'logits', position: number, id: number): CellAddress {
  return { tensor, index: [position, id] }
}
