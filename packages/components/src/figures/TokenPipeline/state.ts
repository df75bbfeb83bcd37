import { clamp, type ForwardFrame, LAYER_STAGES, LOGITS_AT, within } from '@glassformer/core'
import type { Stage } from './data'

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

/** The fraction of a sample cue after which the final norm is there; its other half is the unembedding. */
const NORM_AT = LOGITS_AT / 2

/** How many positions have come out of a stage at a frame. */
export function computedAt(stage: Stage, { cue, done, predicted, progressOf }: ForwardFrame): number {
  if (stage.kind === 'block') return done[stage.layer] ?? 0
  if (stage.kind === 'final') return progressOf.sample >= NORM_AT ? cue.to : predicted
  // What was embedded in earlier steps stays; the step before ended one position earlier.
  return progressOf.embed >= 1 ? cue.to : cue.step > 0 ? cue.to - 1 : 0
}

/** Light of the two halves of a block, 0 to 1. */
export function blockGlow({ glow }: ForwardFrame, layer: number): { attention: number; mlp: number } {
  const of = (stage: 'project' | 'write' | 'read' | 'attend' | 'mlp') => glow[stage][layer] ?? 0
  return { attention: Math.max(of('project'), of('write'), of('read'), of('attend')), mlp: of('mlp') }
}

/**
 * Where the light stands in the column, in stages from its top (0.5 is the middle of the first); `null` while nothing
 * is on its way. It goes down as far as the stages of the step have come, and leaves at the bottom when the logits are there.
 */
export function lightAt({ cue, progressOf }: ForwardFrame, nLayers: number): number | null {
  const { embed, sample } = progressOf
  if (cue.kind === 'idle' || sample > LOGITS_AT) return null
  let light = 0.5 * embed + 1.5 * clamp(sample / LOGITS_AT)
  for (let layer = 0; layer < nLayers; layer++)
    light += LAYER_STAGES.reduce((sum, stage) => sum + (progressOf[stage][layer] ?? 0), 0) / LAYER_STAGES.length
  // Sums of fifths can end a hair beyond.
  return Math.min(light, nLayers + 2)
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
