/** What the reader points at, keeps and opens, shared by the figures of a lesson. */
export type { Anchor, Inspected } from '../lesson/handle'
export { type SelectionActions, usePinned, useSelection } from '../lesson/hooks'
export { type CellAddress, NO_SELECTION, type Selection, sameCell } from '../lesson/selection'
