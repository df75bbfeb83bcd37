/**
 * What a reader points at, shared by the figures of a lesson. `position` is a token (as a query where it meets a
 * `key`); `layer` and `head` are indices. `null` means nothing chosen on that axis.
 */
export interface Selection {
  readonly position: number | null
  readonly key: number | null
  readonly layer: number | null
  readonly head: number | null
}

/** `hover` passes, `pinned` stays until it is chosen again or cleared. */
export interface SelectionState {
  readonly hover: Partial<Selection> | null
  readonly pinned: Selection
}

export const NO_SELECTION: Selection = Object.freeze({ position: null, key: null, layer: null, head: null })

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

function sameSelection(a: Selection, b: Selection): boolean {
  return a.position === b.position && a.key === b.key && a.layer === b.layer && a.head === b.head
}

function clear(at: Partial<Selection>): Partial<Selection> {
  return Object.fromEntries(Object.keys(at).map((axis) => [axis, null]))
}
