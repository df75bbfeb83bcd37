import { type Place, placeOf, selectionIn, timeOf } from './carryOver'
import type { Inspected, LessonHandle, LessonRun } from './handle'
import { type Selection, sameSelection } from './selection'

/** What a reader chose, opened, and where they went. */
export interface Wants {
  readonly pinned: Selection
  readonly inspected: Inspected | null
  readonly place: Place | undefined
}

/** What they wanted, and what of it a run had: as long as they leave it at that, they still want all. */
export interface Kept {
  readonly wants: Wants
  readonly pinned: Selection
  readonly timeMs: number
}

/** What a reader wants who was in a run, where more was wanted than the run had. */
export function wantsIn(handle: LessonHandle, kept: Kept | null): Wants {
  const { pinned } = handle.selection.get()
  const isLeft = kept !== null && sameSelection(pinned, kept.pinned)
  const chosen = isLeft ? kept.wants : { pinned, inspected: handle.inspected.get() }
  const stayed = kept !== null && handle.time.get() === kept.timeMs
  return { ...chosen, place: stayed ? kept.wants.place : placeOf(handle) }
}

/** To be asked for once it has what it can of it. */
export function keep(handle: LessonHandle, wants: Wants): Kept {
  return { wants, pinned: handle.selection.get().pinned, timeMs: handle.time.get() }
}

/** What of it a run has. */
export function chosenIn(run: LessonRun, { pinned, inspected }: Wants): Pick<Wants, 'pinned' | 'inspected'> {
  const there = selectionIn(run, pinned)
  return { pinned: there, inspected: there.cell && inspected }
}

export function timeIn({ sequence }: Pick<LessonHandle, 'sequence'>, { place }: Wants): number | undefined {
  return place && timeOf(sequence, place)
}
