import { type Trace, tokenText } from '@glassformer/core'
import type { LessonRun } from '../lesson/handle'
import type { CellAddress } from '../lesson/selection'
import type { inspectorMessages } from '../messages/en/inspector'
import { visibleToken } from '../messages/format'
import type { Sentence } from '../messages/say'
import { tokenNames } from '../traces/tokenNames'
import { partsOf } from './cells'

/** How the numbers of one run are named. */
export interface Namer {
  /** What a number is, in words. */
  readonly full: (cell: CellAddress) => Sentence
  /** In a word or two. */
  readonly short: (cell: CellAddress) => string
}

export function namerOf(trace: Trace, { model }: LessonRun, messages: typeof inspectorMessages): Namer {
  const at = tokenNames(trace.tokens)
  const textOf = (id: number) =>
    model ? tokenText(model, id) : (trace.tokens.find((token) => token.id === id)?.text ?? `#${id}`)
  const word = (id: number) => ({ token: visibleToken(textOf(id)) })
  return {
    full: ({ tensor, index }) => messages.name({ ...partsOf(tensor), index, at, word }),
    short: ({ tensor }) => messages.short(partsOf(tensor)),
  }
}
