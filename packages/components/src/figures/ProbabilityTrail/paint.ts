import { type CellBuffers, DIMMED, type Now } from '../../kit'
import type { TrailData } from './data'
import { type TrailRows, unitsOf } from './geometry'
import { agrees, isShown } from './shown'
import { readAt, stateOf, type TrailState } from './state'
import type { TrailView } from './view'

/** What a cell's colour stands for: a probability, or NaN where the run did not compute it. */
export function probAt(data: TrailData, view: TrailView, depth: number, position: number): number {
  return (view === 'guess' ? data.guessAt : data.standingAt)(depth, position).prob
}

/** Place on the ramp, 0 to 255: probabilities run from nothing to 1. */
export function levelOf(prob: number): number {
  return Math.round(255 * prob)
}

/** How much of a cell shows, 0 to 255, while a position is chosen or none is. */
export function opacityOf(position: number, chosen: number | null): number {
  return chosen === null || chosen === position ? 255 : DIMMED
}

/** Paints the readings as they are at a moment: only what has been read, and the row that is chosen, if one is, over the rest. */
export function fillTrail(
  { level, opacity }: CellBuffers,
  { frame, selection }: Now<'forward'>,
  data: TrailData,
  rows: TrailRows,
  view: TrailView,
): void {
  const { n, depths } = data
  const state = stateOf(frame, depths - 1)
  const chosen = selection.position !== null && selection.position < n ? selection.position : null
  for (let position = 0; position < n; position++) {
    const { first, count } = unitsOf(rows, position)
    const shown = opacityOf(position, chosen)
    for (let depth = 0; depth < depths; depth++) {
      const prob = probAt(data, view, depth, position)
      const there = isShown(data, state, view, depth, position) && !Number.isNaN(prob)
      const cell = there ? levelOf(prob) : 0
      const light = there ? Math.round(shown * readAt(state, depth, position)) : 0
      for (let unit = first; unit < first + count; unit++) {
        level[unit * depths + depth] = cell
        opacity[unit * depths + depth] = light
      }
    }
  }
}

/**
 * The bars at the left of the cells whose best guess is what follows in the end, as one path in units of the picture: those
 * of rows one above the other join.
 */
export function agreementPath(data: TrailData, state: TrailState, rows: TrailRows): string {
  let path = ''
  for (let depth = 0; depth < data.depths; depth++)
    for (let position = 0; position < data.n; position++) {
      if (!agrees(data, state, depth, position)) continue
      const { first, count } = unitsOf(rows, position)
      path += `M${depth} ${first}v${count}`
    }
  return path
}
