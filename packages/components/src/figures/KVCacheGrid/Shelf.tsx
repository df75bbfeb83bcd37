'use client'
import { type CSSProperties, type ReactNode, useEffect, useMemo, useRef } from 'react'
import {
  type CellAddress,
  CellGrid,
  type GridCell,
  type LessonHandle,
  LitCells,
  rem,
  type Selection,
  type SelectionActions,
  useFrameValue,
  usePinned,
} from '../../kit'
import { BandPixels } from './BandPixels'
import { BlockTable } from './BlockTable'
import { ColumnHeads } from './ColumnHeads'
import { headOfRow } from './data'
import {
  addressIn,
  type Line,
  leastColumnPx,
  lineAt,
  linesOf,
  mostColumnPx,
  placeIn,
  type Shelf as ShelfLayout,
} from './geometry'
import { Lights } from './Lights'
import { Marks } from './Marks'
import type { Shown } from './policyWords'
import { RowLabels } from './RowLabels'
import { numberName, type PointedNumber } from './readout'
import { isHeld, readerAt } from './state'

interface ShelfProps {
  readonly lesson: LessonHandle
  readonly shown: Shown
  readonly shelf: ShelfLayout
  readonly selection: Selection
  readonly actions: SelectionActions
  /** Told of the number under the pointer. */
  readonly onNumber: (pointed: PointedNumber | null) => void
  readonly onClear: () => void
  /** The ruler, as wide as the columns. */
  readonly children: ReactNode
}

/** The picture: tokens above, labels at the side, slots in between, and the ruler under them; scrolls sideways in itself. */
export function Shelf(props: ShelfProps) {
  const { lesson, shown, shelf, selection, actions, onNumber, onClear, children } = props
  const { view, messages } = shown
  const lines = useMemo(() => linesOf(shelf), [shelf])
  const pinned = usePinned(lesson)
  const slotOf = ({ row, column }: GridCell) => {
    const { layer, head } = (lines[row] as Line).slot
    // The query stays named, so that other figures light the cell of this query and this key.
    const frame = lesson.frameOf('forward')
    const position = pinned.position ?? (frame && readerAt(frame, null))
    const queryHead = head === null ? null : headOfRow(view, head, pinned.head)
    return { key: column, layer, head: queryHead, ...(position === null ? {} : { position }) }
  }
  const numberOf = ({ row }: GridCell): PointedNumber | null => {
    const { open, kind, index } = lines[row] as Line
    return open ? { kind, index } : null
  }
  /** What is held: a number is opened, and lit, as soon as it is there, and no longer. */
  const isThere = ({ row, column }: GridCell) => isHeld(view, shown.frame, (lines[row] as Line).slot.layer, column)
  // What opens is how a number was computed.
  const opens = view.values === null || view.values === 'computed'
  const addressAt = (cell: GridCell) =>
    opens && isThere(cell) ? addressIn(view, lines[cell.row] as Line, cell.column) : null
  const placeOf = (address: CellAddress) => {
    const place = placeIn(view, lines, address)
    return place && isThere(place) ? place : null
  }
  const scroller = useRef<HTMLDivElement>(null)
  const newest = useFrameValue(lesson, 'forward', (frame) => (frame && frame.cue.kind !== 'idle' ? frame.cue.to : 0))
  useEffect(() => {
    // Where the columns are wider than their place, the one at work is kept in sight.
    const node = scroller.current
    const plot = node?.querySelector('.gf-kv-plot')
    if (!node || !plot || node.scrollWidth <= node.clientWidth) return
    const column = plot.clientWidth / view.positions
    const end = column * newest
    const room = node.clientWidth - (node.scrollWidth - plot.clientWidth)
    if (end - node.scrollLeft > room || end - column < node.scrollLeft) node.scrollLeft = end - room
  }, [newest, view])
  const vars = {
    '--gf-kv-n': view.positions,
    '--gf-kv-least': rem(leastColumnPx(view.positions)),
    '--gf-kv-most': rem(mostColumnPx(view.positions)),
  } as CSSProperties
  return (
    <div className="gf-kv" style={vars}>
      <div ref={scroller} className="gf-kv-scroll">
        <span className="gf-kv-corner" />
        <ColumnHeads lesson={lesson} shown={shown} selection={selection} actions={actions} />
        {view.keeping?.blocks && <BlockTable lesson={lesson} view={view} messages={messages} />}
        <RowLabels view={view} shelf={shelf} messages={messages} onOpen={(layer) => actions.pin({ layer })} />
        <div className="gf-kv-plot" style={{ blockSize: rem(shelf.height) }}>
          {shelf.bands.map((band) => (
            <BandPixels key={`${band.layer} ${band.open}`} lesson={lesson} view={view} band={band} />
          ))}
          <Marks lesson={lesson} view={view} shelf={shelf} />
          <Lights lesson={lesson} view={view} shelf={shelf} />
          <LitCells
            lesson={lesson}
            rows={lines.length}
            columns={view.positions}
            placeOf={placeOf}
            boxOf={(row) => lines[row]}
          />
          <CellGrid
            label={messages.cell}
            rows={lines.length}
            columns={view.positions}
            rowAt={(fraction) => lineAt(lines, fraction * shelf.height)}
            rowBox={(row) => {
              const { top, height } = lines[row] as Line
              return { top: top / shelf.height, height: height / shelf.height }
            }}
            nameOf={({ row, column }) => numberName(shown, lines[row] as Line, column, pinned.position)}
            isChosen={(cell) => {
              const { key, layer, head } = slotOf(cell)
              return pinned.key === key && pinned.layer === layer && pinned.head === head
            }}
            onPoint={(cell) => {
              onNumber(cell && numberOf(cell))
              actions.hover(cell && slotOf(cell))
            }}
            onChoose={(cell, anchor) => actions.choose(slotOf(cell), addressAt(cell), anchor)}
            onClear={onClear}
          />
        </div>
        <span className="gf-kv-foot">{messages.bytes}</span>
        {children}
      </div>
    </div>
  )
}
