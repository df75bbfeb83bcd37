import { clamp, type ForwardFrame } from '@glassformer/core'
import type { CellBuffers } from '../../canvas/Heatmap'
import { signedT } from '../../color/ramp'
import { NO_SELECTION, type Selection } from '../../lesson/selection'
import { seen } from '../../traces/visibleKeys'
import { cellOf, type LayerData, valueBoundOf, vectorOf } from './headData'
import { askedOf, phaseOf, pouredOf } from './phase'
import type { AttentionView } from './view'

/** Opacity of what is not in focus: 35%. */
const DIM = 90

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
  const phase = phaseOf(frame, data.layer)
  const { position, key } = selection ?? NO_SELECTION
  const chosen = (position !== null && position < phase.to) || (key !== null && view !== 'output')
  for (let row = 0; row < data.n; row++) {
    const shown = (view === 'output' ? pouredOf : askedOf)(phase, row)
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column
      const value = shown > 0 ? cellValue(data, view, head, row, column) : -Infinity
      if (!Number.isFinite(value)) {
        cells.level[at] = 0
        cells.opacity[at] = 0
        continue
      }
      const lit = !chosen || row === position || (position === null && column === key)
      cells.level[at] = levelOf(view, value, bound)
      cells.opacity[at] = Math.round(shown * (lit ? 255 : DIM))
    }
  }
}
