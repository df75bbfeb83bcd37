import type { CellAddress, GridCell } from '../../kit'
import { isShown } from './shown'
import { readAt } from './state'
import type { TrailNow } from './words'

/** The number of the run that a cell shows, so that it opens: a probability of the last layer. What is read before it stands in no tensor. */
export function addressOf(
  now: TrailNow,
  place: { readonly depth: number; readonly position: number },
): CellAddress | null {
  const { data, state, view } = now
  const { depth, position } = place
  if (depth !== data.depths - 1 || !data.trace.tensors.probs) return null
  if (readAt(state, depth, position) < 1 || !isShown(data, state, view, depth, position)) return null
  const id = idIn(now, position)
  return id < 0 ? null : { tensor: 'probs', index: [position, id] }
}

/** Where a number of the run stands in the picture; `null` where it does not. */
export function placeOf(now: TrailNow, { tensor, index }: CellAddress): GridCell | null {
  const [position = -1, id] = index
  if (tensor !== 'probs' || !(position < now.data.n) || id !== idIn(now, position)) return null
  const depth = now.data.depths - 1
  return addressOf(now, { depth, position }) && { row: position, column: depth }
}

/** Whose probability a row's last cell is. */
function idIn({ data, view }: TrailNow, position: number): number {
  return view === 'guess' ? data.guessAt(data.depths - 1, position).id : data.nextAt(position).id
}
