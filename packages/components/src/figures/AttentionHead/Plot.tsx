'use client'
import { type RefObject, useCallback } from 'react'
import {
  type CellBuffers,
  CellGrid,
  type GridCell,
  Heatmap,
  keysOf,
  type LessonHandle,
  LitCells,
  type Now,
  Ring,
  seenPolygon,
  Unseen,
} from '../../kit'
import { addressIn, placeIn } from './data'
import { showsValues } from './geometry'
import { cellValue, columnsOf, fillHead, RAMP_OF } from './paint'
import { askedCount, pouredCount } from './state'
import type { Pair, Pointer } from './usePointer'
import { Values } from './Values'
import { cellName, type HeadNow } from './words'

interface PlotProps {
  readonly lesson: LessonHandle
  readonly now: HeadNow
  readonly pointer: Pointer
  /** Whether a cell is kept by the reader. */
  readonly isChosen: (cell: GridCell) => boolean
  readonly cellPx: number
  readonly rowPx: number
  readonly box: RefObject<HTMLDivElement | null>
}

/** The cells: the head's numbers as light, what no score was computed for as hatching, and the reader's way in. */
export function Plot({ lesson, now, pointer, isChosen, cellPx, rowPx, box }: PlotProps) {
  const { data, head, view, state, focus, messages } = now
  const { selection, pointed } = pointer
  const { n } = data
  const columns = columnsOf(data, view)
  const square = view !== 'output'
  const rows = square ? askedCount(state) : pouredCount(state)
  const fill = useCallback(
    (cells: CellBuffers, { frame, selection }: Now<'forward'>) => fillHead(cells, frame, selection, data, head, view),
    [data, head, view],
  )
  const pair = ({ row, column }: GridCell): Pair => (square ? { position: row, key: column } : { position: row })
  const ring =
    pointed?.at === 'matrix'
      ? pointed
      : square && selection.position !== null && selection.key !== null
        ? { row: selection.position, column: selection.key }
        : null
  /** Whether the moment has computed it, and the run has: a number is opened, and lit, as soon as it is there. */
  const isThere = ({ row, column }: GridCell) => row < rows && !Number.isNaN(cellValue(data, view, head, row, column))
  const keys = square && focus >= 0 ? keysOf(data, focus) : null
  return (
    <div className="gf-attn-plot" ref={box}>
      {square && cellPx >= 12 && <span className="gf-attn-cells" style={{ clipPath: seenPolygon(data) }} />}
      {square && <Unseen keys={data} />}
      <Heatmap lesson={lesson} kind="forward" rows={n} columns={columns} ramp={RAMP_OF[view]} fill={fill} />
      {showsValues(cellPx) && rowPx >= 20 && (
        <Values
          data={data}
          view={view}
          head={head}
          cellPx={cellPx}
          rows={rows}
          bright={selection.position !== null && selection.position < state.to ? selection.position : null}
        />
      )}
      {focus >= 0 && (
        <Ring
          mark="focus"
          row={focus}
          rows={n}
          column={keys?.[0] ?? 0}
          columns={columns}
          span={keys?.length ?? columns}
        />
      )}
      {ring && ring.row < n && ring.column < columns && <Ring {...ring} rows={n} columns={columns} />}
      <LitCells
        lesson={lesson}
        rows={n}
        columns={columns}
        placeOf={(address) => {
          const place = placeIn(data, view, head, address)
          return place && isThere(place) ? place : null
        }}
      />
      <CellGrid
        label={messages.matrixLabel({ view: messages.views[view], layer: data.layer, head })}
        rows={n}
        columns={columns}
        nameOf={(cell) => cellName(now, cell)}
        isChosen={isChosen}
        onPoint={(cell) => pointer.point(cell && { at: 'matrix', ...cell }, cell && pair(cell))}
        onChoose={(cell, anchor) =>
          pointer.choose(pair(cell), isThere(cell) ? addressIn(data, view, head, cell) : null, anchor)
        }
        onClear={pointer.clear}
      />
    </div>
  )
}
