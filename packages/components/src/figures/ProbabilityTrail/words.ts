import {
  cutMiddle,
  type DataTableProps,
  formatExact,
  type GridCell,
  join,
  plain,
  type SaidToken,
  type Selection,
  type Sentence,
  type TableCell,
  type Term,
  visibleToken,
} from '../../kit'
import type { probabilityTrailMessages } from '../../messages/en/probabilityTrail'
import type { TrailData } from './data'
import { isNextKnown, isShown, settledFrom } from './shown'
import { depthsRead, readAt, type TrailState } from './state'
import type { TrailView } from './view'

/** The figure at one moment, as its words say it. */
export interface TrailNow {
  readonly data: TrailData
  readonly view: TrailView
  readonly state: TrailState
  /** The position in focus; -1 without one. */
  readonly focus: number
  readonly nameOf: (position: number) => SaidToken
  readonly messages: typeof probabilityTrailMessages
}

/** What the pointer or the keyboard is at in this figure. */
export type Pointed =
  | { readonly at: 'cell'; readonly depth: number; readonly position: number }
  | { readonly at: 'scale'; readonly value: number }

/** Letters of a token in a sentence before its middle is cut out. */
const LETTERS = 16
/** Guesses that the readout names. */
const GUESSES = 3

/** A token that need not be in the text. */
export function tokenOf({ data }: TrailNow, id: number): SaidToken {
  return { token: cutMiddle(visibleToken(data.textOf(id)), LETTERS) }
}

/** One sentence: what follows the token in focus, and from which layer on that was the best guess. */
export function captionOf(now: TrailNow): Sentence {
  const { data, state, focus, messages } = now
  if (focus < 0) return messages.nothingYet()
  if (focus >= state.visible) return messages.noToken({ position: focus })
  const token = now.nameOf(focus)
  const read = depthsRead(state, focus)
  if (read === 0) return messages.notYet({ token, depth: 0 })
  const depth = read - 1
  const { id, prob } = data.guessAt(depth, focus)
  if (id < 0) return messages.held({ token })
  if (!isNextKnown(data, state, focus)) return messages.onTheWay({ token, depth, guess: tokenOf(now, id), prob })
  const next = tokenOf(now, data.nextAt(focus).id)
  const settled = settledFrom(data, focus)
  if (settled === null) return messages.drawn({ token, next, ...data.standingAt(depth, focus) })
  return messages.settled({
    token,
    next,
    settled,
    prob: data.standingAt(settled, focus).prob,
    first: data.standingAt(0, focus),
    last: data.depths - 1,
  })
}

/** What is pointed at, exactly; `null` while nothing is. */
export function readoutOf(now: TrailNow, pointed: Pointed | null, selection: Selection): Sentence | null {
  if (pointed?.at === 'scale') return now.messages.onScale(pointed)
  if (pointed) return cellSentence(now, pointed)
  const { position, layer } = selection
  if (position === null || position >= now.data.n) return null
  const depth = layer !== null && layer < now.data.depths - 1 ? layer + 1 : depthsRead(now.state, position) - 1
  return cellSentence(now, { depth: Math.max(0, depth), position })
}

/** The best few guesses at a place, and where the token stands that follows. */
export function cellSentence(now: TrailNow, { depth, position }: { depth: number; position: number }): Sentence {
  const { data, state, messages } = now
  if (position >= state.visible) return messages.noToken({ position })
  const token = now.nameOf(position)
  if (readAt(state, depth, position) < 1) return messages.notYet({ token, depth })
  if (data.guessAt(depth, position).id < 0) return messages.held({ token })
  const guesses = data.guessesAt(depth, position, GUESSES)
  const cell = messages.cell({
    token,
    depth,
    guesses: guesses.map(({ id, prob }) => ({ guess: tokenOf(now, id), prob })),
  })
  const standing = data.standingAt(depth, position)
  if (!isNextKnown(data, state, position) || standing.rank <= GUESSES) return cell
  return join([cell, messages.stands({ next: tokenOf(now, data.nextAt(position).id), ...standing })], '')
}

/** The same as the name of a cell. */
export function cellName(now: TrailNow, { row, column }: GridCell): string {
  return plain(cellSentence(now, { depth: column, position: row }))
}

/** What is written in a cell: a word and a number; `null` for nothing. */
export function writtenAt(now: TrailNow, depth: number, position: number): { word: string; number: string } | null {
  const { data, view, state, messages } = now
  if (readAt(state, depth, position) < 1 || !isShown(data, state, view, depth, position)) return null
  const { id, prob } = data.guessAt(depth, position)
  if (id < 0) return null
  if (view === 'guess') return { word: visibleToken(data.textOf(id)), number: messages.prob(prob) }
  const { rank, prob: own } = data.standingAt(depth, position)
  return { word: messages.place(rank), number: messages.prob(own) }
}

/** The field's words that the figure uses. */
export function termsOf({ messages: { terms } }: TrailNow): readonly Term[] {
  return [terms.stream, terms.unembed, terms.rank]
}

/** The numbers behind the picture: one row for each token that has been read. */
export function tableOf(now: TrailNow): DataTableProps {
  const { data, state, messages } = now
  const depths = Array.from({ length: data.depths }, (_, depth) => depth)
  const count = Math.min(data.n, Math.max(...state.known))
  return {
    caption: messages.tableCaption,
    columns: [messages.tableToken, ...depths.map(messages.depth), messages.tableNext],
    rows: () =>
      Array.from({ length: count }, (_, position) => [
        `${position} ${now.nameOf(position).token}`,
        ...depths.map((depth) => tableCell(now, depth, position)),
        isNextKnown(data, state, position) ? tokenOf(now, data.nextAt(position).id).token : '',
      ]),
  }
}

/** The best guess at a place; the last layer's is a number of the run, and opens. */
function tableCell(now: TrailNow, depth: number, position: number): TableCell {
  const { data, state } = now
  const { id, prob } = data.guessAt(depth, position)
  if (id < 0 || readAt(state, depth, position) < 1) return ''
  const text = `${tokenOf(now, id).token} ${formatExact(prob)}`
  const isLast = depth === data.depths - 1 && data.trace.tensors.probs
  return isLast ? { text, cell: { tensor: 'probs', index: [position, id] } } : text
}
