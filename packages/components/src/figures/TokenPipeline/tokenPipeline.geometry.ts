import { clamp, type ForwardFrame, LAYER_STAGES, LOGITS_AT, within } from '@glassformer/core'

/** `queue` waits to be processed, `current` is at work in this cue, `done` has gone through every block. */
export const CHIP_STATES = ['done', 'current', 'queue'] as const
export type ChipState = (typeof CHIP_STATES)[number]

/** State of one token of the text at a frame. */
export function chipState({ cue, progress }: ForwardFrame, position: number): ChipState {
  if (cue.kind === 'idle' || position >= cue.to) return 'queue'
  const landed = cue.kind === 'sample' && progress >= 1
  return position < cue.from || landed ? 'done' : 'current'
}

/** Position whose vector the column shows: the one pointed at, if the text has it yet, or else the last one at work. */
export function focusPosition(frame: ForwardFrame, promptLength: number, selected: number | null): number {
  if (selected !== null && selected >= 0 && selected < frame.tokensVisible) return selected
  return (frame.cue.kind === 'idle' ? promptLength : frame.cue.to) - 1
}

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

/** The fraction of a sample cue after which the final norm is there; its other half is the unembedding. */
const NORM_AT = LOGITS_AT / 2

/** How many positions have come out of a stage at a frame. */
export function computedAt(stage: Stage, frame: ForwardFrame): number {
  const { cue, progress, done, predicted } = frame
  if (stage.kind === 'block') return done[stage.layer] ?? 0
  if (stage.kind === 'final') return cue.kind === 'sample' && progress >= NORM_AT ? cue.to : predicted
  if (cue.kind === 'idle') return 0
  return cue.kind === 'embed' && progress < 1 ? (cue.step > 0 ? cue.to - 1 : 0) : cue.to
}

/** Light of the two halves of a block, 0 to 1. */
export function blockGlow({ glow }: ForwardFrame, layer: number): { attention: number; mlp: number } {
  const of = (stage: 'project' | 'write' | 'read' | 'attend' | 'mlp') => glow[stage][layer] ?? 0
  return { attention: Math.max(of('project'), of('write'), of('read'), of('attend')), mlp: of('mlp') }
}

/**
 * Where the light stands in the column, in stages from its top (0.5 is the middle of the first); `null` while nothing
 * is on its way. It goes down at the pace of the computation and leaves at the bottom when the logits are there.
 */
export function lightAt({ cue, progress }: ForwardFrame, nLayers: number): number | null {
  const block = (layer: number, part: number) => layer + 0.5 + part
  switch (cue.kind) {
    case 'idle':
      return null
    case 'embed':
      return 0.5 * progress
    case 'prefill':
      return cue.layer === 0 ? 1.5 * progress : block(cue.layer ?? 0, progress)
    case 'sample':
      return progress <= LOGITS_AT ? block(nLayers, 1.5 * (progress / LOGITS_AT)) : null
    default: {
      const stage = (LAYER_STAGES as readonly string[]).indexOf(cue.kind)
      return block(cue.layer ?? 0, (Math.max(0, stage) + progress) / LAYER_STAGES.length)
    }
  }
}

/** Fractions of a sample cue: the bars grow from `LOGITS_AT` to here, and then the chosen chip lifts off. */
const LIFT_AT = 0.5

/** How far the bars of the candidates have grown, 0 to 1. */
export function barGrowth({ cue, progress }: ForwardFrame): number {
  return cue.kind === 'sample' ? within(progress, LOGITS_AT, LIFT_AT) : 0
}

/** How far the chosen chip has flown, 0 to 1; `null` while none is in the air. */
export function flightProgress({ kind, cue, progress }: ForwardFrame): number | null {
  if (kind !== 'generation' || cue.kind !== 'sample' || progress < LIFT_AT || progress >= 1) return null
  return within(progress, LIFT_AT, 1)
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** Height of a flight's arc as a part of its length. */
const SAGITTA = 0.16

/**
 * A point of the flight from `from` to `to`, at even speed along a circular arc that bulges to the right of the straight
 * line up. `progress` is held to 0..1, where it gives the two ends exactly.
 */
export function flightAt(progress: number, from: Point, to: Point): Point {
  const p = clamp(progress)
  if (p === 0) return from
  if (p === 1) return to
  const dx = to.x - from.x
  const dy = to.y - from.y
  const chord = Math.hypot(dx, dy)
  if (chord === 0) return from
  const height = SAGITTA * chord
  const radius = (chord * chord) / (8 * height) + height / 2
  const half = 2 * Math.atan((2 * height) / chord)
  const angle = half * (2 * p - 1)
  const along = chord / 2 + radius * Math.sin(angle)
  const aside = radius * Math.cos(angle) - radius + height
  return { x: from.x + (dx * along - dy * aside) / chord, y: from.y + (dy * along + dx * aside) / chord }
}

/** More tokens than this are folded in the middle until the reader unfolds them. */
export const FOLD_OVER = 32
const HEAD = 10
const TAIL = 18

/** The positions that are folded away: `from` to `to - 1`. Empty when all are shown. */
export function foldedRange(count: number, unfolded: boolean): { from: number; to: number } {
  return unfolded || count <= FOLD_OVER ? { from: 0, to: 0 } : { from: HEAD, to: count - TAIL }
}
