'use client'
import { type CSSProperties, useRef } from 'react'
import {
  CellGrid,
  formatShort,
  type LessonHandle,
  LitCells,
  Ring,
  rem,
  type Selection,
  type SelectionActions,
  TokenChip,
  useFollow,
  usePinned,
} from '../../kit'
import { isDense, LOSS_HEIGHT, layoutOf, minColumn, rowHeight, rowTop, type WaveScale } from './geometry'
import { Network } from './Network'
import { addressIn, arrived, type Place, placeAt, placeOfCell, rowOfPlace, selectionAt, targetText } from './places'
import { RowLabels } from './RowLabels'
import { Tokens } from './Tokens'
import { cellName, type Shown } from './words'

interface PictureProps {
  readonly lesson: LessonHandle
  readonly shown: Shown
  readonly scale: WaveScale
  readonly selection: Selection
  readonly actions: SelectionActions
  /** What is pointed at, here or anywhere in the lesson. */
  readonly place: Place | null
  readonly onPlace: (place: Place | null) => void
  readonly onRow: (row: number | null) => void
  readonly onClear: () => void
}

/** The losses, the network and its tokens, in columns that scroll beside fixed names. */
export function WavePicture(props: PictureProps) {
  const { lesson, shown, scale, selection, actions, place, onPlace, onRow, onClear } = props
  const { trace, wave, frame, messages } = shown
  const { positions, nLayers } = wave
  const pinned = usePinned(lesson)
  const box = useRef<HTMLDivElement>(null)
  const dense = isDense(positions)
  const rows = 3 * nLayers + 2
  const letters = dense ? 8 : 12
  const layout = layoutOf(positions, nLayers, positions)

  useFollow(lesson, 'backward', (now) => {
    if (now.frame) box.current?.style.setProperty('--gf-wave-updated', String(now.frame.progressOf.update))
  })

  const point = (next: Place | null) => {
    onPlace(next)
    actions.hover(next && selectionAt(next))
  }
  const column = (position: number): Place => ({ part: 'column', layer: null, position })
  const loss = (position: number): Place => ({ part: 'loss', layer: null, position })
  /** Whether the moment has computed it: a number is opened, and lit, as soon as it is there. */
  const isThere = ({ part, layer }: Place) => arrived(frame, part, layer)
  /** Row 0 holds the losses. */
  const pixelsOfRow = (index: number) =>
    index === 0 ? { top: 0, height: LOSS_HEIGHT } : { top: rowTop(layout, index - 1), height: layout.row }
  const boxOfRow = (index: number) => {
    const { top, height } = pixelsOfRow(index)
    return { top: top / layout.height, height: height / layout.height }
  }
  const chosen = (t: number) => selection.position === t || selection.key === t
  const lossShown = frame.progressOf.loss > 0
  const row = place && rowOfPlace(place, nLayers)
  const style = {
    '--gf-wave-columns': positions,
    '--gf-wave-row': rem(rowHeight(nLayers)),
    '--gf-wave-min': rem(minColumn(positions)),
    '--gf-wave-loss': rem(LOSS_HEIGHT),
    '--gf-wave-rows': rows,
    '--gf-wave-updated': frame.progressOf.update,
  } as CSSProperties
  return (
    <div ref={box} className="gf-wave-scroll" style={style} data-dense={dense || undefined}>
      <div className="gf-wave-grid">
        {/* Who cannot see it hears each loss and its target from the cells, and has them in the table. */}
        <span className="gf-wave-side" aria-hidden="true">
          {messages.rows.target}
        </span>
        <div className="gf-wave-tokens" data-targets="" aria-hidden="true">
          {trace.targets.map((_, t) => {
            const text = targetText(trace, t)
            const pointing = { onPointerEnter: () => point(loss(t)), onPointerLeave: () => point(null) }
            if (text !== null)
              // biome-ignore lint/suspicious/noArrayIndexKey: a position is its place
              return <TokenChip key={t} text={text} maxLetters={letters} selected={chosen(t)} {...pointing} />
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a position is its place
              <span key={t} className="gf-wave-ignored" title={messages.ignoredTitle} {...pointing}>
                {messages.ignored}
              </span>
            )
          })}
        </div>
        <span className="gf-wave-side" aria-hidden="true">
          {messages.rows.loss}
        </span>
        <div className="gf-wave-tokens gf-wave-losses" aria-hidden="true">
          {Array.from(trace.losses, (value, t) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: a position is its place
              key={t}
              data-selected={chosen(t) || undefined}
              onPointerEnter={() => point(loss(t))}
              onPointerLeave={() => point(null)}
            >
              {!lossShown ? '' : (trace.targets[t] as number) < 0 ? messages.none : formatShort(value, dense ? 1 : 2)}
            </span>
          ))}
        </div>
        <RowLabels wave={wave} messages={messages} updated={frame.progressOf.update > 0} onRow={onRow} />
        <div className="gf-wave-net">
          <Network lesson={lesson} trace={trace} wave={wave} scale={scale} />
          {place && (
            <Ring
              mark={row === null ? 'focus' : 'chosen'}
              column={place.position}
              columns={positions}
              rows={rows}
              box={row === null ? undefined : { top: rowTop(layout, row as number), height: layout.row }}
            />
          )}
          <LitCells
            lesson={lesson}
            rows={rows + 1}
            columns={positions}
            placeOf={(address) => {
              const at = placeOfCell(address, wave)
              return at && isThere(at) ? { row: 1 + (rowOfPlace(at, nLayers) ?? -1), column: at.position } : null
            }}
            boxOf={pixelsOfRow}
          />
          <CellGrid
            label={messages.cell}
            rows={rows + 1}
            columns={positions}
            rowAt={(fraction) => Math.max(0, 1 + Math.floor((fraction * layout.height - LOSS_HEIGHT) / layout.row))}
            nameOf={(cell) => cellName(shown, cell.row, cell.column, pinned)}
            isChosen={(cell) => {
              const at = selectionAt(placeAt(cell.row, cell.column, nLayers))
              return Object.entries(at).every(([axis, value]) => pinned[axis as keyof Selection] === value)
            }}
            onPoint={(cell) => point(cell && placeAt(cell.row, cell.column, nLayers))}
            rowBox={boxOfRow}
            onChoose={({ row, column }, anchor) => {
              const at = placeAt(row, column, nLayers)
              actions.choose(selectionAt(at), isThere(at) ? addressIn(trace, at) : null, anchor)
            }}
            onClear={onClear}
          />
        </div>
        <span className="gf-wave-side" aria-hidden="true">
          {messages.rows.token}
        </span>
        <Tokens
          texts={trace.tokens.map(({ text }) => text)}
          maxLetters={letters}
          messages={messages}
          isSelected={chosen}
          pinned={pinned.position}
          onPoint={(position) => point(position === null ? null : column(position))}
          onChoose={(position) => actions.pin({ position })}
        />
      </div>
    </div>
  )
}
