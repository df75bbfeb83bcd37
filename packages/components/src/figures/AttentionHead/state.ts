import type { ForwardFrame } from '@glassformer/core'

/** How far a layer's attention has come at one moment. */
export interface HeadState {
  /** Queries before this one are done. */
  readonly done: number
  /** Queries at work: `done` to `to - 1`. Equal to `done` when the layer rests. */
  readonly to: number
  /** Of those at work, 0 to 1: how far their scores and weights are, and how far the sums of values. Before both, they are made. */
  readonly asked: number
  readonly poured: number
}

/** `null` stands for a moment before anything. */
export function stateOf(frame: ForwardFrame | null, layer: number): HeadState {
  if (!frame) return { done: 0, to: 0, asked: 0, poured: 0 }
  const { cue, progressOf } = frame
  const done = frame.attended[layer] ?? 0
  const working = (progressOf.project[layer] ?? 0) > 0 && cue.to > done
  return working
    ? { done, to: cue.to, asked: progressOf.read[layer] ?? 0, poured: progressOf.attend[layer] ?? 0 }
    : { done, to: done, asked: 1, poured: 1 }
}

/** What of a state shows in words: the same text while no stage begins or ends. */
export function stageOf({ done, to, asked, poured }: HeadState): string {
  return [done, to, part(asked), part(poured)].join(' ')
}

function part(progress: number): string {
  return progress === 0 ? 'before' : progress === 1 ? 'done' : 'at work'
}

/** How far the weights of one query are: 1 computed, 0 not begun. */
export function askedOf(state: HeadState, query: number): number {
  return query < state.done ? 1 : query < state.to ? state.asked : 0
}

/** How far the output of one query is. */
export function pouredOf(state: HeadState, query: number): number {
  return query < state.done ? 1 : query < state.to ? state.poured : 0
}

/** Queries whose weights are there, from the first on; and those whose output is. */
export function askedCount({ done, to, asked }: HeadState): number {
  return asked === 1 ? to : done
}

export function pouredCount({ done, to, poured }: HeadState): number {
  return poured === 1 ? to : done
}

/** The query in focus: the one chosen, or else the last one computed or at work; -1 before there is one. */
export function focusOf(state: HeadState, chosen: number | null, n: number): number {
  return chosen !== null && chosen < n ? chosen : state.to - 1
}

/**
 * The layer that the clock is at: the one at work. Between two passes it stays at the last one, which is done, and before
 * the first it is layer 0, which is next.
 */
export function layerAtWork({ cue }: ForwardFrame, nLayers: number): number {
  const begins = cue.step === 0 && cue.kind !== 'sample'
  return cue.layer ?? (begins ? 0 : nLayers - 1)
}
