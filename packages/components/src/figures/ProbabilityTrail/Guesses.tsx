'use client'
import { type CSSProperties, type ReactNode, useCallback, useMemo, useRef } from 'react'
import {
  type Anchor,
  type CellBuffers,
  CellGrid,
  Heatmap,
  type LessonHandle,
  LitCells,
  type Now,
  Ring,
  rem,
  type Selection,
  useWidth,
} from '../../kit'
import { CellWords } from './CellWords'
import { placeOf } from './cells'
import { boxOf, layOutRows, MAX_COLUMN_PX, MIN_COLUMN_PX, namesPx, roomOf, rowAt, shareOf } from './geometry'
import { agreementPath, fillTrail } from './paint'
import { NAME_LETTERS, RowNames } from './RowNames'
import { cellName, type Pointed, type TrailNow } from './words'

type Place = { readonly depth: number; readonly position: number }

interface GuessesProps {
  readonly lesson: LessonHandle
  readonly now: TrailNow
  /** The row that has words where the others are too thin for any: what is pointed at in passing moves none. */
  readonly wide: number
  readonly selection: Selection
  readonly pinned: number | null
  readonly pointed: Pointed | null
  readonly onPoint: (at: Pointed | null) => void
  readonly onChoose: (place: Place, anchor?: Anchor) => void
  readonly onClear: () => void
  /** What stands under the columns. */
  readonly below: ReactNode
}

/** The large picture: a row for each token, a column for each depth, and in the cells what would be said there. */
export function Guesses(props: GuessesProps) {
  const { lesson, now, wide, selection, pinned, pointed, onPoint, onChoose, onClear, below } = props
  const { data, view, state, focus, messages } = now
  const { n, depths } = data
  const box = useRef<HTMLDivElement>(null)
  const columnPx = Math.max(MIN_COLUMN_PX, useWidth(box, 640) / depths)
  const rows = useMemo(() => layOutRows(n, wide), [n, wide])
  const fill = useCallback(
    (cells: CellBuffers, moment: Now<'forward'>) => fillTrail(cells, moment, data, rows, view),
    [data, rows, view],
  )
  const style = {
    '--gf-trail-names': rem(namesPx(data.tokens.map((text) => Math.min(NAME_LETTERS, text.length)))),
    '--gf-trail-columns': depths,
    '--gf-trail-least': rem(depths * MIN_COLUMN_PX),
    '--gf-trail-most': rem(depths * MAX_COLUMN_PX),
    '--gf-trail-column': `${100 / depths}%`,
    '--gf-trail-row': rem(rows.unitPx),
    '--gf-trail-height': rem(rows.heightPx),
  } as CSSProperties
  const { position } = selection
  const ring =
    pointed?.at === 'cell'
      ? pointed
      : position !== null && position < n && selection.layer !== null && selection.layer < depths - 1
        ? { position, depth: selection.layer + 1 }
        : null
  const isWide = columnPx >= 60
  return (
    <div className="gf-trail-scroll" style={style}>
      <span className="gf-trail-axes">
        <span dir="auto">{messages.depthAxis}</span>
        <span dir="auto">{messages.tokenAxis}</span>
      </span>
      <div className="gf-trail-heads" aria-hidden="true">
        {Array.from({ length: depths }, (_, depth) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a depth is its index
          <span key={depth} title={messages.depth(depth)} data-lit={ring?.depth === depth || undefined}>
            {isWide ? messages.depth(depth) : messages.depthShort(depth)}
          </span>
        ))}
      </div>
      <RowNames now={now} rows={rows} pinned={pinned} onPoint={onPoint} onChoose={onChoose} />
      <div className="gf-trail-plot" ref={box} data-words={rows.words || undefined}>
        <Heatmap lesson={lesson} kind="forward" rows={rows.units} columns={depths} ramp="forward" fill={fill} />
        <span className="gf-trail-gutters" />
        <svg
          className="gf-trail-agree"
          aria-hidden="true"
          viewBox={`0 0 ${depths} ${rows.units}`}
          preserveAspectRatio="none"
        >
          <path d={agreementPath(data, state, rows)} />
        </svg>
        <CellWords now={now} rows={rows} room={roomOf(columnPx)} chosen={position} />
        {focus >= 0 && <Ring mark="focus" box={boxOf(rows, focus)} rows={n} columns={depths} />}
        {ring && ring.position < n && (
          <Ring column={ring.depth} box={boxOf(rows, ring.position)} rows={n} columns={depths} />
        )}
        <LitCells
          lesson={lesson}
          rows={n}
          columns={depths}
          placeOf={(address) => placeOf(now, address)}
          boxOf={(row) => boxOf(rows, row)}
        />
        <CellGrid
          label={messages.gridLabel}
          rows={n}
          columns={depths}
          rowAt={(fraction) => rowAt(rows, fraction)}
          rowBox={(row) => shareOf(rows, row)}
          nameOf={(cell) => cellName(now, cell)}
          isChosen={({ row }) => row === pinned}
          onPoint={(cell) => onPoint(cell && { at: 'cell', depth: cell.column, position: cell.row })}
          onChoose={({ row, column }, anchor) => onChoose({ depth: column, position: row }, anchor)}
          onClear={onClear}
        />
      </div>
      {below}
    </div>
  )
}
