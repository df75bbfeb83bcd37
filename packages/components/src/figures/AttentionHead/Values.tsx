import { memo } from 'react'
import { DIMMED, inkOn } from '../../kit'
import type { LayerData } from './data'
import { cellText } from './geometry'
import { cellValue, columnsOf, levelOf, RAMP_OF, viewBound } from './paint'
import type { AttentionView } from './view'

interface RowProps {
  readonly data: LayerData
  readonly view: AttentionView
  readonly head: number
  readonly row: number
  readonly cellPx: number
  readonly dim: boolean
}

/** The numbers of one row, in the ink that is read on their cells. */
const Row = memo(function Row({ data, view, head, row, cellPx, dim }: RowProps) {
  const bound = viewBound(data, view, head)
  const columns = columnsOf(data, view)
  return (
    <g>
      {Array.from({ length: columns }, (_, column) => {
        const value = cellValue(data, view, head, row, column)
        if (!Number.isFinite(value)) return null
        return (
          <text
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
            key={column}
            x={`${((column + 0.5) / columns) * 100}%`}
            y={`${((row + 0.5) / data.n) * 100}%`}
            className="gf-ink"
            data-ink={inkOn(RAMP_OF[view], levelOf(view, value, bound), dim ? DIMMED : 255)}
          >
            {cellText(value, cellPx)}
          </text>
        )
      })}
    </g>
  )
})

interface ValuesProps extends Omit<RowProps, 'row' | 'dim'> {
  /** Rows that are computed. */
  readonly rows: number
  /** The row that stays bright while something is chosen; `null` while nothing is. */
  readonly bright: number | null
}

/** Numbers in the cells, for cells that hold them. */
export function Values({ rows, bright, ...rest }: ValuesProps) {
  return (
    <svg className="gf-attn-values" aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
        <Row key={row} {...rest} row={row} dim={bright !== null && bright !== row} />
      ))}
    </svg>
  )
}
