/**
 * One number of a run. `tensor` is an activation's name (`blocks.0.attn.pattern`), a parameter's (`embed.W_E`), or `grad.` and
 * either; `index` has one whole number for each of its axes.
 */
export interface CellAddress {
  readonly tensor: string
  readonly index: readonly number[]
}

/**
 * What a reader points at, shared by the figures of a lesson. `position` is a token (as a query where it meets a
 * `key`); `layer` and `head` are indices; `cell` is one number, lit wherever it is shown. `null` means nothing chosen on
 * that axis.
 */
export interface Selection {
  readonly position: number | null
  readonly key: number | null
  readonly layer: number | null
  readonly head: number | null
  readonly cell: CellAddress | null
}

/** `hover` passes, `pinned` stays until it is chosen again or cleared. */
export interface SelectionState {
  readonly hover: Partial<Selection> | null
  readonly pinned: Selection
}

/** Nothing is chosen on any axis. */
export const NO_SELECTION: Selection = Object.freeze({ position: null, key: null, layer: null, head: null, cell: null })

export const INITIAL_SELECTION: SelectionState = Object.freeze({ hover: null, pinned: NO_SELECTION })

/** What shows: the hovered axes over the pinned ones. */
export function effectiveSelection(state: SelectionState): Selection {
  return state.hover ? { ...state.pinned, ...state.hover } : state.pinned
}

export function hover(state: SelectionState, at: Partial<Selection> | null): SelectionState {
  if (
    at === state.hover ||
    (at && state.hover && sameSelection({ ...NO_SELECTION, ...at }, { ...NO_SELECTION, ...state.hover }))
  )
    return state
  return { ...state, hover: at }
}

/** Pins what is named; pinning the same again lets go of it. */
export function pin(state: SelectionState, at: Partial<Selection> | null): SelectionState {
  if (!at) return { ...state, pinned: NO_SELECTION }
  const next = { ...state.pinned, ...at }
  return { ...state, pinned: sameSelection(next, state.pinned) ? { ...next, ...clear(at) } : next }
}

export function sameSelection(a: Selection, b: Selection): boolean {
  const same = a.position === b.position && a.key === b.key && a.layer === b.layer && a.head === b.head
  return same && sameCell(a.cell, b.cell)
}

/** Whether two addresses are of the same number. */
export function sameCell(a: CellAddress | null, b: CellAddress | null): boolean {
  if (a === b || !a || !b) return a === b
  return a.tensor === b.tensor && a.index.length === b.index.length && a.index.every((at, axis) => at === b.index[axis])
}

function clear(at: Partial<Selection>): Partial<Selection> {
  return Object.fromEntries(Object.keys(at).map((axis) => [axis, null]))
}
