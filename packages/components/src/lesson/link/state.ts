import type { Place } from '../carryOver'
import type { Selection } from '../selection'
import type { LessonSettings } from '../settings'

/** A moment by the step that it stands in, so that it is found again on another clock. */
export interface LinkMoment extends Place {
  /** Milliseconds on the clock that it was taken from: for a run that has no such step. */
  readonly ms: number
}

/** What a link opens a lesson with. */
export interface LinkState {
  readonly settings: Partial<LessonSettings>
  readonly moment: LinkMoment | null
  readonly selection: Selection
}

/** What a link may hold, each under a name of its own in it. */
export const LINK_PARTS = ['text', 'model', 'draw', 'cache', 'fault', 'at', 'on', 'cell'] as const
export type LinkPart = (typeof LINK_PARTS)[number]

/** Why a link opens less than it says. */
export type LinkProblem =
  /** It is none of ours. */
  | { readonly kind: 'none' }
  /** Of a later version, which may say what is not known here. */
  | { readonly kind: 'later'; readonly version: string }
  | { readonly kind: 'unknown'; readonly part: string }
  | { readonly kind: 'unreadable'; readonly part: LinkPart }
  /** It can be read, but this lesson has no such thing. */
  | { readonly kind: 'missing'; readonly part: 'model' | 'at' | 'cell'; readonly what: string }
  | { readonly kind: 'unchosen'; readonly axis: 'position' | 'key' | 'layer' | 'head'; readonly index: number }
  /** Its text or its settings cannot be run. */
  | { readonly kind: 'failed' }
  /** Two lessons of the page go by the same name. */
  | { readonly kind: 'shared' }
  /** The site's own router writes the address. */
  | { readonly kind: 'routed' }
