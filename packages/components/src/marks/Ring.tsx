import type { CSSProperties } from 'react'
import { rem } from '../canvas/rootScale'

export interface RingProps {
  /** The row of the cell that it stands around, from 0. @default the whole column */
  row?: number | undefined
  /** The column of that cell, from 0. @default the whole row */
  column?: number | undefined
  /** Cells of the picture from top to bottom. */
  rows: number
  /** Cells of the picture from left to right. */
  columns: number
  /** How many columns it takes, from `column` on. @default 1 */
  span?: number | undefined
  /** Where it stands from above, in CSS pixels at the root’s usual size, in place of a row: for rows that are not equal. */
  box?: { readonly top: number; readonly height: number } | undefined
  /** `chosen` is what is pointed at or kept; `focus` what the figure is about now; `source` what a chosen number was made of. @default 'chosen' */
  mark?: 'chosen' | 'focus' | 'source'
}

/** The one mark of a selection: a frame around a cell, a row or a column of its (positioned) parent, whose order is that of the text. */
export function Ring({ row, column, rows, columns, span = 1, box, mark = 'chosen' }: RingProps) {
  const percent = (part: number, of: number) => `${(part / of) * 100}%`
  const style: CSSProperties = {
    left: column === undefined ? 0 : percent(column, columns),
    width: column === undefined ? '100%' : percent(span, columns),
    top: box ? rem(box.top) : row === undefined ? 0 : percent(row, rows),
    height: box ? rem(box.height) : row === undefined ? '100%' : percent(1, rows),
  }
  return <span className="gf-ring" data-mark={mark} style={style} />
}
