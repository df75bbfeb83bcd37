import type { LessonHandle } from '../lesson/handle'
import type { CellAddress } from '../lesson/selection'
import { selectionOf } from './cells'

/** Keeps what a number belongs to in the lesson: figures show its layer and head, and light its position, its query and its key. */
export function follow({ selection }: LessonHandle, cell: CellAddress): void {
  const { pinned } = selection.get()
  selection.set({ hover: null, pinned: { ...pinned, ...selectionOf(cell) } })
}
