import { BACKWARD_CUES, type CueKind, LAYER_STAGES, type Sequence, type SequenceCue } from '@glassformer/core'

/** A step of the clock by its name. Of several that fit, it is the first. */
export interface CueName {
  readonly kind: CueKind
  /** From 0, or from the last if negative. @default any */
  readonly layer?: number | undefined
  /** Step of the generation, from 0 (the prompt). @default any */
  readonly step?: number | undefined
  /** A position that the step works on. @default any */
  readonly position?: number | undefined
}

/** The first step of this name that ends after a moment, in milliseconds; nothing where the run has none. */
export function findCue(sequence: Sequence, name: CueName, afterMs = 0): SequenceCue | undefined {
  return sequence.cues.find((at) => at.endMs > afterMs && isCalled(sequence, at, name))
}

/** Whether a step has this name. */
export function isCalled(
  { parts }: Sequence,
  { cue, part }: SequenceCue,
  { kind, layer, step, position }: CueName,
): boolean {
  const layers = parts[part]?.timeline.nLayers ?? 0
  const wanted = layer !== undefined && layer < 0 ? layers + layer : layer
  return (
    cue.kind === kind &&
    (wanted === undefined || cue.layer === wanted) &&
    (step === undefined || cue.step === step) &&
    (position === undefined || (cue.from <= position && position < cue.to))
  )
}

/** Every kind of step. */
export const CUE_KINDS: readonly CueKind[] = [
  ...new Set([...(['idle', 'prefill', 'embed'] as const), ...LAYER_STAGES, 'sample' as const, ...BACKWARD_CUES]),
]

/** Whether a value is the name of a step. */
export function isCueName(value: unknown): value is CueName {
  if (typeof value !== 'object' || value === null) return false
  const { kind, layer, step, position } = value as Readonly<Record<string, unknown>>
  const whole = (one: unknown) => one === undefined || Number.isInteger(one)
  return (CUE_KINDS as readonly unknown[]).includes(kind) && [layer, step, position].every(whole)
}
