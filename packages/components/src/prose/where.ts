import type { BackwardFrame, ForwardFrame, Trace, TraceToken } from '@glassformer/core'
import type { LessonHandle, LessonRun, RunKind } from '../lesson/handle'
import { effectiveSelection, type Selection } from '../lesson/selection'
import { visibleToken } from '../messages/format'

/**
 * What an author's place is looked for in: a run, and one moment of it. Everything that prose says of a run is found from
 * this alone, so that the same moment says the same.
 */
export interface Here {
  readonly run: LessonRun
  /** `null` without a forward pass or a generation. */
  readonly forward: ForwardFrame | null
  /** `null` without a training step, and while the clock has not come to it. */
  readonly backward: BackwardFrame | null
  readonly selection: Selection
  /** Whether what the clock has not come to is told too. */
  readonly always: boolean
}

/** This very moment of a lesson. */
export function hereOf(lesson: LessonHandle, always = false): Here {
  return {
    run: lesson.run,
    forward: lesson.frameOf('forward'),
    backward: lesson.isElsewhere('backward') ? null : lesson.frameOf('backward'),
    selection: effectiveSelection(lesson.selection.get()),
    always,
  }
}

/**
 * A token of the text. A whole number counts from 0, or from the end of the text as it stands if it is negative. `now` is the
 * last token that the clock is computing or has computed; `last` the last of the prompt; `selected` the one that the reader
 * points at or has chosen, or else `now`. Anything else is a token's own text, with or without the space before it: the first
 * of them, or `cat#2` the second, `cat#-1` the last (so that `now#1` is a token that reads "now").
 */
export type PositionPlace = number | string

/** A layer or a head: counted from 0, or from the end if negative; `now` and `selected` as figures show them. */
export type IndexPlace = number | 'now' | 'selected'

/** Why there is nothing to tell, to be put into words: see `messages/en/prose.ts`. */
export type Why =
  /** The clock has not come to it. */
  | { readonly why: 'notYet' }
  /** The lesson has no run of this kind. */
  | { readonly why: 'noRun'; readonly kind: RunKind }
  | { readonly why: 'noToken'; readonly text: string }
  | { readonly why: 'noTensor'; readonly tensor: string }
  /** A number beyond the end. */
  | { readonly why: 'outside'; readonly axis: string; readonly got: number; readonly count: number }
  /** An axis that the author has to name. */
  | { readonly why: 'needsIndex'; readonly tensor: string; readonly axes: readonly string[] }
  /** A key that the query does not see. */
  | { readonly why: 'unseen' }
  /** What this run never computes: taken over from a cache, or of the token that it generates last. */
  | { readonly why: 'notComputed' }
  /** The vocabulary has no such token. */
  | { readonly why: 'noWord'; readonly text: string }
  /** A position whose loss is ignored, or after which no token comes. */
  | { readonly why: 'noTarget' }
  /** A position after which nothing was drawn: the text goes on as it was given. */
  | { readonly why: 'notDrawn' }

export const NOT_YET: Why = Object.freeze({ why: 'notYet' })
export const NO_RUN: Why = Object.freeze({ why: 'noRun', kind: 'forward' })

export function isWhy(found: object | number | string): found is Why {
  return typeof found === 'object' && 'why' in found
}

/** The run that the text is of. */
export function traceOf({ generation, forward, backward }: LessonRun): Trace | undefined {
  return generation ?? forward ?? backward
}

/** How many tokens the text has at this moment. */
export function tokensNow({ run, forward, always }: Here): number {
  const all = traceOf(run)?.tokens.length ?? 0
  return always || !forward ? all : Math.min(all, forward.tokensVisible)
}

/** How many tokens the text has before anything is generated. */
export function promptOf(run: LessonRun): number {
  return run.generation?.promptLength ?? traceOf(run)?.tokens.length ?? 0
}

/** The last position at work, or the last one that was. */
function positionNow({ run, forward }: Here): number {
  return (forward && forward.cue.kind !== 'idle' ? forward.cue.to : promptOf(run)) - 1
}

/** The position that an author means. */
export function positionOf(here: Here, place: PositionPlace): number | Why {
  const tokens = traceOf(here.run)?.tokens
  if (!tokens) return NO_RUN
  const there = tokensNow(here)
  const { position } = here.selection
  if (place === 'selected') return position !== null && position < there ? position : positionNow(here)
  if (place === 'now') return positionNow(here)
  if (place === 'last') return promptOf(here.run) - 1
  const at = typeof place === 'number' ? (place < 0 ? there + place : place) : findToken(tokens.slice(0, there), place)
  if (at >= 0 && at < there) return at
  if (typeof place === 'number')
    return place >= 0 && at < tokens.length ? NOT_YET : { why: 'outside', axis: 'position', got: place, count: there }
  return findToken(tokens, place) < 0 ? { why: 'noToken', text: place } : NOT_YET
}

/** The position of a token by its text; -1 if there is none. */
export function findToken(tokens: readonly TraceToken[], words: string): number {
  const first = tokens.findIndex((token) => reads(token.text, words))
  const [, text, nth] = /^(.+)#(-?\d+)$/s.exec(words) ?? []
  if (first >= 0 || text === undefined) return first
  const n = Number(nth)
  return tokens.flatMap((token, at) => (reads(token.text, text) ? [at] : [])).at(n > 0 ? n - 1 : n) ?? -1
}

/** Whether a token is what an author wrote: with its spaces, without, or as it is shown. */
export function reads(token: string, text: string): boolean {
  // Most tokens differ in length already, by more than the space that may stand before them.
  if (Math.abs(token.length - text.length) > 1 && token.trim().length !== text.length) return false
  return token === text || token.trim() === text || visibleToken(token) === text
}

/** The layer that an author means; `selected` without one chosen is `now`, where the clock is. */
export function layerOf(here: Here, place: IndexPlace, kind: RunKind = 'forward'): number | Why {
  const count = traceOf(here.run)?.config.nLayers
  if (count === undefined) return NO_RUN
  const { layer } = here.selection
  if (place === 'selected' && layer !== null && layer < count) return layer
  return typeof place === 'number' ? within('layer', place, count) : layerNow(here, kind, count)
}

/** The layer at work; between two passes that of the last, before the first pass layer 0. */
function layerNow({ forward, backward }: Here, kind: RunKind, count: number): number {
  if (kind === 'backward' || !forward)
    return backward?.cue.layer ?? (backward && backward.progressOf.d_embed > 0 ? 0 : count - 1)
  const begins = forward.cue.step === 0 && forward.cue.kind !== 'sample'
  return forward.cue.layer ?? (begins ? 0 : count - 1)
}

/** The head that an author means. All heads work at once: without one chosen, it is the first, as in figures. */
export function headOf({ run, selection }: Here, place: IndexPlace): number | Why {
  const count = traceOf(run)?.config.nHeads
  if (count === undefined) return NO_RUN
  if (typeof place === 'number') return within('head', place, count)
  return place === 'selected' && selection.head !== null && selection.head < count ? selection.head : 0
}

/** A number that counts from the end if it is negative. */
export function within(axis: string, got: number, count: number): number | Why {
  const at = got < 0 ? count + got : got
  return at >= 0 && at < count ? at : { why: 'outside', axis, got, count }
}
