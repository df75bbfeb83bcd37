import type { Tensor } from '@glassformer/core'
import {
  type DataTableProps,
  formatExact,
  type GridCell,
  keysOf,
  plain,
  type SaidToken,
  type Selection,
  type Sentence,
  seen,
  type Term,
} from '../../kit'
import type { attentionHeadMessages } from '../../messages/en/attentionHead'
import { addressIn, cellOf, type LayerData, readsOf, vectorOf } from './data'
import { cellValue } from './paint'
import { askedCount, askedOf, type HeadState, pouredCount, pouredOf } from './state'
import { linesOf, type OutputSum } from './sum'
import type { AttentionView } from './view'

/** One head at one moment, as its words say it. */
export interface HeadNow {
  readonly data: LayerData
  readonly head: number
  readonly view: AttentionView
  readonly state: HeadState
  /** The query in focus; -1 without one. */
  readonly focus: number
  /** Tokens that the text has by now. */
  readonly visible: number
  readonly nameOf: (position: number) => SaidToken
  readonly messages: typeof attentionHeadMessages
}

/** What the pointer or the keyboard is at in this figure, where the lesson's selection does not say it all. */
export type Pointed =
  | ({ readonly at: 'matrix' | 'sum' } & GridCell)
  | { readonly at: 'head'; readonly head: number }
  | { readonly at: 'line'; readonly row: number }
  | { readonly at: 'scale'; readonly scale: 'weight' | 'score' | 'value'; readonly value: number }

/** A key by name, or `null` where it is the query's own. */
function keyName({ nameOf }: HeadNow, query: number, key: number): SaidToken | null {
  return key === query ? null : nameOf(key)
}

/** One sentence: what the query in focus does now. */
export function captionOf(now: HeadNow): Sentence {
  const { data, head, view, state, focus, messages } = now
  const { layer } = data
  if (focus < 0) return messages.nothingYet({ layer })
  if (focus >= now.visible) return messages.noToken({ position: focus })
  const query = now.nameOf(focus)
  const asked = askedOf(state, focus)
  const keys = keysOf(data, focus)
  if (asked < 1) {
    if (focus >= state.to) return messages.notYet({ query, layer })
    if (asked === 0) return messages.makes({ query, count: state.to - state.done, layer })
    return messages.scores({ query, keys: keys.length, layer, head })
  }
  const most = readsOf(data, head, focus)[0]
  if (!most) return messages.held({ query })
  const of = { query, layer, head }
  if (view === 'scores' && data.scores) {
    const key = highest(data.scores, head, focus, keys)
    const score = cellOf(data.scores, head, focus, key)
    const cell = addressIn(data, 'scores', head, { row: focus, column: key })
    return messages.scoresHighest({ ...of, key: keyName(now, focus, key), score, cell })
  }
  const { weight } = most
  const key = keyName(now, focus, most.key)
  const cell = addressIn(data, 'pattern', head, { row: focus, column: most.key })
  if (view === 'output' && pouredOf(state, focus) === 1) return messages.takesMost({ ...of, key, weight, cell })
  if (keys.length === 1) return messages.readsAlone({ ...of, weight, cell })
  return (weight >= 0.5 ? messages.readsMostly : messages.readsWidely)({ ...of, key, weight, cell })
}

function highest(scores: Tensor, head: number, query: number, keys: readonly number[]): number {
  const of = (key: number) => cellOf(scores, head, query, key)
  return keys.reduce((best, key) => (of(key) > of(best) ? key : best))
}

/** What is pointed at, exactly; `null` while nothing is. */
export function readoutOf(now: HeadNow, selection: Selection, pointed: Pointed | null, sum: OutputSum | null) {
  const { focus, messages } = now
  if (pointed?.at === 'scale') return messages.onScale[pointed.scale](pointed)
  if (pointed?.at === 'head') return headSentence(now, pointed.head)
  if (pointed?.at === 'sum') return sum && sumSentence(now, sum, pointed)
  if (pointed?.at === 'line') return sum && lineSentence(now, sum, pointed.row)
  if (pointed?.at === 'matrix') return cellSentence(now, pointed)
  const query = selection.position ?? focus
  if (query < 0 || query >= now.data.n) return null
  if (selection.key !== null) return pairSentence(now, query, selection.key)
  return selection.position === null ? null : rowSentence(now, query)
}

/** A cell of the matrix, with its value. */
function cellSentence(now: HeadNow, { row, column }: GridCell): Sentence {
  const { data, head, view, state, visible, messages } = now
  if (view !== 'output') return pairSentence(now, row, column)
  if (row >= visible) return messages.noToken({ position: row })
  const query = now.nameOf(row)
  if (pouredOf(state, row) < 1) return messages.notYet({ query, layer: data.layer })
  const value = cellValue(data, view, head, row, column)
  return Number.isNaN(value) ? messages.held({ query }) : messages.outputCell({ query, index: column, value })
}

/** What a query reads of a key. */
function pairSentence(now: HeadNow, q: number, k: number): Sentence {
  const { data, head, state, visible, messages } = now
  const missing = [q, k].find((position) => position >= Math.min(visible, data.n))
  if (missing !== undefined) return messages.noToken({ position: missing })
  const query = now.nameOf(q)
  if (!seen(data, q, k)) {
    const key = now.nameOf(k)
    return k > q
      ? messages.masked({ query, key })
      : messages.outside({ query, key, window: data.config.attentionWindow })
  }
  if (askedOf(state, q) < 1) return messages.notYet({ query, layer: data.layer })
  const weight = cellOf(data.pattern, head, q, k)
  if (Number.isNaN(weight)) return messages.held({ query })
  const score = data.scores && cellOf(data.scores, head, q, k)
  return messages.cell({ query, key: keyName(now, q, k), weight, score })
}

/** What a query reads most, of all its keys. */
function rowSentence(now: HeadNow, q: number): Sentence {
  const { data, head, state, visible, messages } = now
  if (q >= visible) return messages.noToken({ position: q })
  const query = now.nameOf(q)
  if (askedOf(state, q) < 1) return messages.notYet({ query, layer: data.layer })
  const reads = readsOf(data, head, q).slice(0, 4)
  if (!reads.length) return messages.held({ query })
  return messages.rowReads({ query, reads: reads.map(({ key, weight }) => ({ key: keyName(now, q, key), weight })) })
}

/** What another head of the layer reads, for the query in focus. */
function headSentence(now: HeadNow, head: number): Sentence | null {
  const { data, state, focus, messages } = now
  if (focus < 0) return messages.nothingYet({ layer: data.layer })
  const query = now.nameOf(focus)
  if (askedOf(state, focus) < 1) return messages.notYet({ query, layer: data.layer })
  const most = readsOf(data, head, focus)[0]
  if (!most) return messages.held({ query })
  const key = keyName(now, focus, most.key)
  return messages.headReads({ query, key, weight: most.weight, layer: data.layer, head })
}

/** One number of the sum: a product of a line, or the total under them. */
export function sumSentence(now: HeadNow, sum: OutputSum, { row, column: index }: GridCell): Sentence {
  const { data, head, state, focus, messages } = now
  const query = now.nameOf(focus)
  if (pouredOf(state, focus) < 1) return messages.sumNotYet({ query })
  const numberOf = (key: number) => vectorOf(data.v as Tensor, head, key, data.config.nHeads)[index] as number
  const line = linesOf(sum)[row]
  if (!line) {
    return messages.sumTotal({
      query,
      index,
      terms: sum.terms.map(({ key, weight }) => ({ weight, value: numberOf(key) })),
      others: sum.rest && (sum.rest.product[index] as number),
      changed: sum.changed && (sum.changed.product[index] as number),
      total: sum.z[index] as number,
    })
  }
  const product = line.product[index] as number
  if (line.kind === 'others') return messages.sumOthers({ index, count: line.count, product })
  if (line.kind === 'changed') return messages.sumChanged({ index, product })
  const { key, weight } = line
  return messages.sumTerm({ query, key: keyName(now, focus, key), index, weight, value: numberOf(key), product })
}

/** A line of the sum as a whole: what is read of its key; under the lines, what is read in all. */
function lineSentence(now: HeadNow, sum: OutputSum, row: number): Sentence {
  const { focus, messages } = now
  const line = linesOf(sum)[row]
  if (line?.kind === 'term') return pairSentence(now, focus, line.key)
  if (line?.kind === 'others') return messages.othersTogether({ query: now.nameOf(focus), ...line })
  return line ? messages.changedAfter({ query: now.nameOf(focus) }) : rowSentence(now, focus)
}

/** The field's words that a view uses. */
export function termsOf({ view, messages: { terms }, data }: HeadNow): readonly Term[] {
  const sum = data.v && data.z ? [terms.value, terms.output] : []
  return [terms.dot, terms.query, terms.key, view === 'scores' ? terms.score : terms.weight, ...sum, terms.head]
}

/** The numbers behind the picture: one row per computed query. */
export function tableOf(now: HeadNow): DataTableProps {
  const { data, head, view, state, visible, messages } = now
  const square = view !== 'output'
  const rows = square ? askedCount(state) : pouredCount(state)
  const columns = square ? Math.min(data.n, visible) : data.config.dHead
  const place = (position: number) => `${position} ${now.nameOf(position).token}`
  return {
    caption: messages.tableCaption({ view: messages.views[view], layer: data.layer, head }),
    columns: [messages.tableQuery, ...Array.from({ length: columns }, (_, i) => (square ? place(i) : `${i}`))],
    rows: () =>
      Array.from({ length: rows }, (_, row) => [
        place(row),
        ...Array.from({ length: columns }, (_, column) => {
          if (square && column < (data.first[row] as number)) return messages.tableOutside
          const value = cellValue(data, view, head, row, column)
          if (value === -Infinity) return messages.tableMasked
          const cell = addressIn(data, view, head, { row, column })
          return cell && !Number.isNaN(value) ? { text: formatExact(value), cell } : formatExact(value)
        }),
      ]),
  }
}

/** A sentence as the name of a cell. */
export function cellName(now: HeadNow, cell: GridCell): string {
  return plain(cellSentence(now, cell))
}
