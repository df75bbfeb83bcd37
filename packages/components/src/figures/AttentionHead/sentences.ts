import type { ForwardFrame, Tensor } from '@glassformer/core'
import type { Selection } from '../../lesson/selection'
import type { attentionHeadMessages, Rich } from '../../messages/en/attentionHead'
import { formatNumber, formatProb, formatShort, visibleToken } from '../../messages/format'
import { keysOf, seen } from '../../traces/visibleKeys'
import { cellOf, type LayerData, readsOf, vectorOf, type WeightedSum } from './headData'
import type { Cell } from './Matrix'
import { cellValue } from './paint'
import { askedOf, phaseOf, pouredOf } from './phase'
import type { AttentionView } from './view'

type Words = typeof attentionHeadMessages

export interface Shown {
  readonly data: LayerData
  readonly frame: ForwardFrame | null
  readonly head: number
  readonly view: AttentionView
  /** The query in focus; -1 without one. */
  readonly focus: number
  readonly messages: Words
}

const nameOf = ({ data }: Shown, index: number) => visibleToken(data.texts[index] ?? '')

/** One sentence: what the query in focus reads now. */
export function captionOf(shown: Shown): Rich {
  const { data, frame, head, view, focus, messages } = shown
  const { layer } = data
  const phase = phaseOf(frame, layer)
  if (focus < 0) return messages.nothingYet(layer)
  const query = nameOf(shown, focus)
  const asked = askedOf(phase, focus)
  if (asked === 0) return messages.notYet(query, layer)
  if (asked < 1) return messages.asks(query, layer, head)
  const most = readsOf(data, head, focus)[0]
  if (!most) return messages.shared(query, focus)
  const nameOfKey = (key: number) => (key === focus ? messages.itself : nameOf(shown, key))
  if (view === 'scores' && data.scores) {
    const key = highest(data, data.scores, head, focus)
    return messages.scoresHighest(
      query,
      nameOfKey(key),
      formatNumber(cellOf(data.scores, head, focus, key)),
      layer,
      head,
    )
  }
  const weight = formatProb(most.weight)
  if (view === 'output') return messages.takesMost(query, nameOfKey(most.key), weight, data.config.dHead, layer, head)
  const say = most.weight >= 0.5 ? messages.readsMostly : messages.readsWidely
  return say(query, nameOfKey(most.key), weight, layer, head)
}

function highest(data: LayerData, scores: Tensor, head: number, query: number): number {
  const of = (key: number) => cellOf(scores, head, query, key)
  return keysOf(data, query).reduce((best, key) => (of(key) > of(best) ? key : best))
}

/** What is pointed at, exactly; `null` while nothing is. */
export function readoutOf(shown: Shown, selection: Selection, cell: Cell | null): Rich | null {
  const { data, frame, head, view, focus, messages } = shown
  const phase = phaseOf(frame, data.layer)
  const visible = frame?.tokensVisible ?? 0
  const q = cell?.row ?? selection.position ?? focus
  if (q >= visible || q >= data.n) return null
  if (view === 'output' && cell) {
    if (pouredOf(phase, q) < 1) return messages.notYet(nameOf(shown, q), data.layer)
    return messages.outputCell(nameOf(shown, q), q, cell.column, exact(cellValue(data, view, head, q, cell.column)))
  }
  const k = selection.key
  if (k !== null && q >= 0) {
    if (k >= visible) return null
    if (!seen(data, q, k))
      return k > q
        ? messages.maskedCell(nameOf(shown, q), q, nameOf(shown, k), k)
        : messages.outsideCell(nameOf(shown, q), q, nameOf(shown, k), k, data.config.attentionWindow)
    if (askedOf(phase, q) < 1) return messages.notYet(nameOf(shown, q), data.layer)
    const score = data.scores && exact(cellOf(data.scores, head, q, k))
    return messages.cell(nameOf(shown, q), q, nameOf(shown, k), k, exact(cellOf(data.pattern, head, q, k)), score)
  }
  if (selection.position === null) return null
  if (askedOf(phase, q) < 1) return messages.notYet(nameOf(shown, q), data.layer)
  const reads = readsOf(data, head, q).slice(0, 4)
  if (!reads.length) return messages.shared(nameOf(shown, q), q)
  return messages.rowReads(
    nameOf(shown, q),
    q,
    reads.map(({ key, weight }) => [nameOf(shown, key), formatProb(weight)] as const),
  )
}

/** The sum behind one number of the output, term by term. */
export function sumReadoutOf({ data, head, messages }: Shown, sum: WeightedSum, { column }: Cell): Rich {
  const { v } = data
  if (!v) return []
  const parts = sum.terms.map(({ key, weight }) => {
    const value = vectorOf(v, head, key, data.config.nHeads)[column] as number
    return `${formatShort(weight, 3)} × ${formatShort(value, 3)}`
  })
  if (sum.rest) parts.push(formatShort(sum.rest.product[column] as number, 3))
  if (sum.changed) parts.push(`${formatShort(sum.changed.product[column] as number, 3)} (${messages.changed})`)
  return messages.sumCell(column, parts.join(' + '), exact(sum.z[column] as number))
}

/** Four decimals: exact enough to add up. */
function exact(value: number): string {
  return formatShort(value, 4)
}

/** The numbers behind the picture: one row per computed query. */
export function tableOf(shown: Shown): { caption: string; columns: string[]; rows: () => string[][] } {
  const { data, frame, head, view, messages } = shown
  const phase = phaseOf(frame, data.layer)
  const rows = view !== 'output' && phase.asked === 1 ? phase.to : phase.done
  const visible = view === 'output' ? data.config.dHead : Math.min(data.n, frame?.tokensVisible ?? 0)
  const keys = Array.from({ length: visible }, (_, i) => (view === 'output' ? `${i}` : `${i} ${nameOf(shown, i)}`))
  return {
    caption: messages.tableCaption(messages.views[view], data.layer, head),
    columns: [messages.tableQuery, ...keys],
    rows: () =>
      Array.from({ length: rows }, (_, row) => [
        `${row} ${nameOf(shown, row)}`,
        ...keys.map((_, column) => {
          const value = cellValue(data, view, head, row, column)
          if (view !== 'output' && column < (data.first[row] as number)) return messages.tableOutside
          return value === -Infinity ? messages.tableMasked : exact(value)
        }),
      ]),
  }
}
