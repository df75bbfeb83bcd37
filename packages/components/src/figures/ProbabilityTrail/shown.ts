import type { TrailData } from './data'
import { isSettled, readAt, type TrailState } from './state'
import type { TrailView } from './view'

/** Whether it is known what follows a position in the end. */
export function isNextKnown(data: TrailData, state: TrailState, position: number): boolean {
  const { id, chosen } = data.nextAt(position)
  return id >= 0 && isSettled(state, position, chosen)
}

/** Whether a cell shows anything at a moment. How probable a token is that is not chosen yet would tell it ahead. */
export function isShown(data: TrailData, state: TrailState, view: TrailView, depth: number, position: number): boolean {
  return readAt(state, depth, position) > 0 && (view === 'guess' || isNextKnown(data, state, position))
}

/** Whether the best guess at a place is what follows in the end, as far as both are known. */
export function agrees(data: TrailData, state: TrailState, depth: number, position: number): boolean {
  if (readAt(state, depth, position) < 1 || !isNextKnown(data, state, position)) return false
  return data.standingAt(depth, position).rank === 1
}

/** The depth from which the best guess is what follows, to the end; `null` if the last layer's is another. */
export function settledFrom(data: TrailData, position: number): number | null {
  let from: number | null = null
  for (let depth = data.depths - 1; depth >= 0 && data.standingAt(depth, position).rank === 1; depth--) from = depth
  return from
}
