import { selectionIn } from '../../lesson/carryOver'
import type { LessonRun } from '../../lesson/handle'
import { NO_SELECTION, type Selection, type SelectionState, sameCell, sameSelection } from '../../lesson/selection'

/** What is chosen in all, as far as one run has it. */
export function inRun(run: LessonRun, { hover, pinned }: SelectionState): SelectionState {
  if (!hover) return { hover, pinned: selectionIn(run, pinned) }
  const known = selectionIn(run, { ...NO_SELECTION, ...hover })
  const over = Object.fromEntries(AXES.filter((axis) => axis in hover).map((axis) => [axis, known[axis]]))
  return { hover: over, pinned: selectionIn(run, pinned) }
}

const AXES = Object.keys(NO_SELECTION) as (keyof Selection)[]

/** What is chosen in all after something was chosen in one run: what that run does not have stays chosen in the others. */
export function fromRun(run: LessonRun, all: SelectionState, { hover, pinned }: SelectionState): SelectionState {
  const before = selectionIn(run, all.pinned)
  const same = (axis: keyof Selection) =>
    axis === 'cell' ? sameCell(pinned.cell, before.cell) : pinned[axis] === before[axis]
  const changed = Object.fromEntries(AXES.filter((axis) => !same(axis)).map((axis) => [axis, pinned[axis]]))
  return { hover, pinned: { ...all.pinned, ...changed } }
}

export function sameState(a: SelectionState, b: SelectionState): boolean {
  const over = (state: SelectionState) => ({ ...NO_SELECTION, ...state.hover })
  const both = (a.hover === null) === (b.hover === null)
  return both && sameSelection(over(a), over(b)) && sameSelection(a.pinned, b.pinned)
}
