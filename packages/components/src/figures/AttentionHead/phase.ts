import { clamp, type ForwardFrame, PREFILL_STARTS, within } from '@glassformer/core'

/** How far a layer's attention has come at one moment. */
export interface Phase {
  /** Queries before this one are done. */
  readonly done: number
  /** Queries at work: `done` to `to - 1`. Equal to `done` when the layer rests. */
  readonly to: number
  /** Of those at work, 0 to 1: how far their scores and weights are, and how far the sums of values. */
  readonly asked: number
  readonly poured: number
}

export function phaseOf(frame: ForwardFrame | null, layer: number): Phase {
  if (!frame) return { done: 0, to: 0, asked: 0, poured: 0 }
  const { cue, progress } = frame
  const done = frame.attended[layer] ?? 0
  const at = cue.layer === layer && cue.to > done ? STAGES[cue.kind]?.(progress) : undefined
  return at ? { done, to: cue.to, asked: clamp(at[0]), poured: clamp(at[1]) } : { done, to: done, asked: 1, poured: 1 }
}

const { read, attend, mlp } = PREFILL_STARTS
const STAGES: Partial<Record<ForwardFrame['cue']['kind'], (progress: number) => readonly [number, number]>> = {
  prefill: (progress) => [within(progress, read, attend), within(progress, attend, mlp)],
  read: (progress) => [progress, 0],
  attend: (progress) => [1, progress],
}

/** How far the weights of one query are: 1 computed, 0 not begun. */
export function askedOf(phase: Phase, query: number): number {
  return query < phase.done ? 1 : query < phase.to ? phase.asked : 0
}

/** How far the output of one query is. */
export function pouredOf(phase: Phase, query: number): number {
  return query < phase.done ? 1 : query < phase.to ? phase.poured : 0
}

/** The query in focus: the one chosen, or else the last one computed or at work; -1 before there is one. */
export function focusOf(phase: Phase, chosen: number | null, n: number): number {
  return chosen !== null && chosen < n ? chosen : phase.to - 1
}
