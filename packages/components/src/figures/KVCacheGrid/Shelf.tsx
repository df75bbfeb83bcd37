'use client'
import { type CSSProperties, type ReactNode, useEffect, useRef } from 'react'
import { useCellCursor } from '../../a11y/useCellCursor'
import type { LessonHandle } from '../../lesson/handle'
import { useFrame, useSelection } from '../../lesson/hooks'
import type { kvCacheGridMessages } from '../../messages/en/kvCacheGrid'
import { BandPixels } from './BandPixels'
import { ColumnHeads } from './ColumnHeads'
import { type CacheView, headOfRow } from './cache'
import { leastColumnPx, mostColumnPx, rowAt, type Shelf as ShelfLayout, type SlotRow } from './kvCacheGrid.geometry'
import { Lights } from './Lights'
import { RowLabels } from './RowLabels'
import type { PointedNumber } from './readout'

interface ShelfProps {
  readonly lesson: LessonHandle
  readonly view: CacheView
  readonly shelf: ShelfLayout
  readonly messages: typeof kvCacheGridMessages
  /** Told of the number under the pointer. */
  readonly onNumber: (pointed: PointedNumber | null) => void
  /** Opens a layer. */
  readonly onOpen: (layer: number) => void
  /** The ruler, as wide as the columns. */
  readonly children: ReactNode
}

/** The picture: tokens above, labels at the side, slots in between, and the ruler under them; scrolls sideways in itself. */
export function Shelf({ lesson, view, shelf, messages, onNumber, onOpen, children }: ShelfProps) {
  const [, { hover, pin }] = useSelection(lesson)
  const slotOf = ({ row, column }: { row: number; column: number }) => {
    const { layer, head } = shelf.rows[row] as SlotRow
    const { pinned } = lesson.selection.get()
    // The query stays named, so that other figures light the cell of this query and this key.
    const frame = lesson.frameOf('forward')
    const position = pinned.position ?? (frame && frame.cue.to > 0 ? frame.cue.to - 1 : null)
    const queryHead = head === null ? null : headOfRow(view, head, pinned.head)
    return { key: column, layer, head: queryHead, ...(position === null ? {} : { position }) }
  }
  const cursor = useCellCursor({
    rows: shelf.rows.length,
    columns: view.positions,
    rowAt: (fraction) => rowAt(shelf, fraction * shelf.height),
    onPoint: (cell) => {
      onNumber(null)
      hover(cell && slotOf(cell))
    },
    onChoose: (cell) => pin(slotOf(cell)),
    onClear: () => pin(null),
  })
  const scroller = useRef<HTMLDivElement>(null)
  const frame = useFrame(lesson, 'forward')
  const newest = frame && frame.cue.kind !== 'idle' ? frame.cue.to : 0
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
    '--gf-kv-least': `${leastColumnPx(view.positions)}px`,
    '--gf-kv-most': `${mostColumnPx(view.positions)}px`,
  } as CSSProperties
  return (
    <div className="gf-kv" style={vars}>
      <div ref={scroller} className="gf-kv-scroll">
        <span className="gf-kv-corner" />
        <ColumnHeads lesson={lesson} view={view} />
        <RowLabels view={view} shelf={shelf} messages={messages} onOpen={onOpen} />
        {/* biome-ignore lint/a11y/useSemanticElements: a grid of pixels is no set of form fields */}
        <div
          {...cursor}
          onPointerMove={(event) => {
            cursor.onPointerMove(event)
            const box = event.currentTarget.getBoundingClientRect()
            onNumber(numberAt(shelf, event.clientY - box.top))
          }}
          role="group"
          aria-label={messages.cell}
          className="gf-kv-plot"
          style={{ blockSize: shelf.height }}
        >
          {shelf.bands.map((band) => (
            <BandPixels key={`${band.layer} ${band.open}`} lesson={lesson} view={view} band={band} />
          ))}
          <Lights lesson={lesson} view={view} shelf={shelf} />
        </div>
        <span className="gf-kv-foot">{messages.bytes}</span>
        {children}
      </div>
    </div>
  )
}

/** The index in K or V at a height of the plot, in an open layer. */
function numberAt(shelf: ShelfLayout, y: number): PointedNumber | null {
  const row = shelf.rows[rowAt(shelf, y)]
  const band = shelf.bands.find(({ layer }) => layer === row?.layer)
  if (!row || !band?.open) return null
  for (const kind of ['k', 'v'] as const) {
    const index = Math.floor((y - row[kind].top) / band.cellPx)
    if (index >= 0 && index < band.stripRows) return { kind, index }
  }
  return null
}
