'use client'
import { type CSSProperties, useCallback, useRef } from 'react'
import { CellGrid, type GridCell } from '../a11y/CellGrid'
import { type CellBuffers, Heatmap } from '../canvas/Heatmap'
import { rem } from '../canvas/rootScale'
import { useWidth } from '../canvas/useWidth'
import type { RampName } from '../color/ramp'
import type { Anchor, FrameOfKind, LessonHandle, RunKind } from '../lesson/handle'
import type { Now } from '../lesson/hooks'
import type { CellAddress } from '../lesson/selection'
import { LitCells } from '../marks/LitCells'
import { Ring } from '../marks/Ring'
import { cutMiddle } from '../messages/format'

export interface HeatGridProps<K extends RunKind> {
  /** The lesson whose clock it follows. */
  readonly lesson: LessonHandle
  /** The kind of run whose frame is painted. */
  readonly kind: K
  /** The names of rows, from the top. */
  readonly rows: readonly string[]
  /** The names of columns, from the left: an empty one for a token that is not there yet. */
  readonly columns: readonly string[]
  /** What rows are, in a word: "layer". */
  readonly rowAxis: string
  /** What columns are, in a word: "token". */
  readonly columnAxis: string
  /** The colours, for the kind of thing that is shown. */
  readonly ramp: RampName
  /** A cell's place on the ramp at a moment, 0 to 1; `null` while it is not computed. For a painter: it is called for every cell in every frame. */
  readonly valueAt: (cell: GridCell, frame: FrameOfKind<K> | null) => number | null
  /** What the grid holds, and which keys do what, for who does not see it. */
  readonly label: string
  /** A cell in words, with its value. */
  readonly nameOf: (cell: GridCell) => string
  /** The cell that has a ring. @default none */
  readonly chosen?: GridCell | null
  /** Where the picture shows a number of the run, for what lights it from elsewhere. @default it shows none */
  readonly placeOf?: (cell: CellAddress) => GridCell | null
  /** Told of the cell pointed at or moved to; `null` when the pointer or the focus leaves. */
  readonly onPoint: (cell: GridCell | null) => void
  /** Told of a click, Enter or Space on a cell, and of its place on the page. */
  readonly onChoose?: (cell: GridCell, anchor: Anchor) => void
}

/** Letters of a name, and the width of one; how far names are apart that do not touch. */
const LETTERS = 9
const LETTER_PX = 6.7
const NAME_PX = 14

/** A grid of values as light, with its axes named: painted as time passes, and read by pointer and keyboard. */
export function HeatGrid<K extends RunKind>(props: HeatGridProps<K>) {
  const { lesson, kind, rows, columns, rowAxis, columnAxis, ramp, valueAt, chosen = null, placeOf, ...reader } = props
  const { length: down } = rows
  const { length: across } = columns
  const box = useRef<HTMLDivElement>(null)
  const columnPx = useWidth(box, 560) / Math.max(1, across)
  const rowPx = Math.max(6, Math.min(36, 320 / Math.max(1, down)))
  const fill = useCallback(
    ({ level, opacity }: CellBuffers, { frame }: Now<K>) => {
      for (let row = 0; row < down; row++)
        for (let column = 0; column < across; column++) {
          const value = valueAt({ row, column }, frame)
          level[row * across + column] = Math.round(255 * (value ?? 0))
          opacity[row * across + column] = value === null ? 0 : 255
        }
    },
    [valueAt, down, across],
  )
  const shown = (names: readonly string[]) => names.map((name) => cutMiddle(name, LETTERS))
  const lengths = shown(columns).map((name) => [...name].length)
  const upright = Math.max(0, ...lengths) * LETTER_PX + 4 > columnPx
  const style = {
    '--gf-heat-rows': down,
    '--gf-heat-columns': across,
    '--gf-heat-height': rem(down * rowPx),
    '--gf-heat-cell': `${100 / Math.max(1, across)}% ${100 / Math.max(1, down)}%`,
  } as CSSProperties
  return (
    <div className="gf-heat" style={style} data-upright={upright || undefined}>
      <span className="gf-heat-axes">
        <span dir="auto">{columnAxis}&nbsp;→</span>
        <span dir="auto">{rowAxis}&nbsp;↓</span>
      </span>
      <Names className="gf-heat-columns" names={shown(columns)} eachPx={columnPx} />
      <Names className="gf-heat-rows" names={shown(rows)} eachPx={rowPx} />
      <div className="gf-heat-plot" ref={box}>
        <Heatmap lesson={lesson} kind={kind} rows={down} columns={across} ramp={ramp} fill={fill} />
        {rowPx >= 12 && columnPx >= 12 && <span className="gf-heat-lines" />}
        {chosen && chosen.row < down && chosen.column < across && <Ring {...chosen} rows={down} columns={across} />}
        {placeOf && <LitCells lesson={lesson} rows={down} columns={across} placeOf={placeOf} />}
        <CellGrid {...reader} rows={down} columns={across} />
      </div>
    </div>
  )
}

/** The names of one side: every 2nd, 4th, 8th ... where there is no room for all. The keyboard reaches them through the cells. */
function Names({ className, names, eachPx }: { className: string; names: readonly string[]; eachPx: number }) {
  let stride = 1
  while (stride * eachPx < NAME_PX && stride < names.length) stride *= 2
  return (
    <div className={className} aria-hidden="true">
      {names.map((name, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a name is its place
        <span key={i} dir="auto">
          {i % stride === 0 && name}
        </span>
      ))}
    </div>
  )
}
