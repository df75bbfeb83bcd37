import { clamp, type ForwardFrame } from '@glassformer/core'
import { type CellBuffers, DIMMED, NO_SELECTION, type RampName, type Selection, seen, signedT } from '../../kit'
import { cellOf, type LayerData, valueBoundOf, vectorOf } from './data'
import { askedOf, pouredOf, stateOf } from './state'
import { linesOf, type OutputSum } from './sum'
import type { AttentionView } from './view'

/** The colours of a view: weights run from nothing to 1, scores and outputs around zero. */
export const RAMP_OF: Readonly<Record<AttentionView, RampName>> = {
  pattern: 'reads',
  scores: 'diverging',
  output: 'diverging',
}

/** Number of columns of a view's matrix. */
export function columnsOf(data: LayerData, view: AttentionView): number {
  return view === 'output' ? data.config.dHead : data.n
}

/** The value in one cell of a view; `-Infinity` where the query does not see the key. */
export function cellValue(data: LayerData, view: AttentionView, head: number, row: number, column: number): number {
  if (view === 'output')
    return data.z ? (vectorOf(data.z, head, row, data.config.nHeads)[column] as number) : Number.NaN
  if (!seen(data, row, column)) return -Infinity
  const tensor = view === 'scores' && data.scores ? data.scores : data.pattern
  return cellOf(tensor, head, row, column)
}

/**
 * Place on the ramp, 0 to 255. Weights run over 0..1 in every head, scores over the bound that the layer's heads share,
 * outputs over the head's own (`valueBoundOf`).
 */
export function levelOf(view: AttentionView, value: number, bound: number): number {
  // An intervention can set weights beyond their range.
  return Math.round(255 * (view === 'pattern' ? clamp(value) : signedT(value, bound)))
}

/** The end of a view's scale. */
export function viewBound(data: LayerData, view: AttentionView, head: number): number {
  return view === 'pattern' ? 1 : view === 'scores' ? data.scoreBound : valueBoundOf(data, head)
}

/** Paints a head as it is at a moment: only what is computed, and the row and column selected, if any are, over the rest. */
export function fillHead(
  cells: CellBuffers,
  frame: ForwardFrame | null,
  selection: Selection | null,
  data: LayerData,
  head: number,
  view: AttentionView,
): void {
  const columns = columnsOf(data, view)
  const bound = viewBound(data, view, head)
  const state = stateOf(frame, data.layer)
  const { position, key } = selection ?? NO_SELECTION
  const chosen = (position !== null && position < state.to) || (key !== null && view !== 'output')
  for (let row = 0; row < data.n; row++) {
    const there = (view === 'output' ? pouredOf : askedOf)(state, row)
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column
      const value = there > 0 ? cellValue(data, view, head, row, column) : -Infinity
      if (!Number.isFinite(value)) {
        cells.level[at] = 0
        cells.opacity[at] = 0
        continue
      }
      const lit = !chosen || row === position || (position === null && column === key)
      cells.level[at] = levelOf(view, value, bound)
      cells.opacity[at] = Math.round(there * (lit ? 255 : DIMMED))
    }
  }
}

/** Paints a sum, line under line and the total last: products appear first, and the total fills when they are there. */
export function fillSum(
  { level, opacity }: CellBuffers,
  frame: ForwardFrame | null,
  data: LayerData,
  head: number,
  query: number,
  sum: OutputSum,
): void {
  const width = sum.z.length
  const bound = valueBoundOf(data, head)
  const poured = pouredOf(stateOf(frame, data.layer), query)
  const products = linesOf(sum).map((line) => line.product)
  for (const [line, values] of [...products, sum.z].entries()) {
    const there = clamp(2 * poured - (line < products.length ? 0 : 1))
    for (let i = 0; i < width; i++) {
      level[line * width + i] = Math.round(255 * signedT(values[i] as number, bound))
      opacity[line * width + i] = Math.round(255 * there)
    }
  }
}
