import type { Place } from './carryOver'
import { createStore, type Store } from './store'

/** A question that keeps the clock where it is until it is answered. */
export interface Wait {
  /** Takes the reader to the question. */
  readonly goTo: () => void
  /** Where the clock was when the question took it here; `null` where it came here by itself. */
  readonly from: Place | null
}

/** What questions and all that moves the clock of a lesson tell each other. */
export interface Asks {
  /** The questions that keep the clock just now. */
  readonly waits: Store<readonly Wait[]>
  /** The moment of the link that was opened last, set before the clock goes there: no question keeps it from that. */
  readonly linked: Store<Place | null>
}

const NONE: readonly Wait[] = []

export function createAsks(): Asks {
  return { waits: createStore(NONE), linked: createStore<Place | null>(null) }
}
