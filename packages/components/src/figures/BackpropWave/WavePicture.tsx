'use client'
import type { BackwardFrame, BackwardTrace } from '@glassformer/core'
import { type CSSProperties, useRef } from 'react'
import { useCellCursor } from '../../a11y/useCellCursor'
import { TokenChip } from '../../anatomy/TokenChip'
import { rem } from '../../canvas/rootScale'
import type { LessonHandle } from '../../lesson/handle'
import { type SelectionActions, useFollow } from '../../lesson/hooks'
import type { Selection } from '../../lesson/selection'
import type { backpropWaveMessages } from '../../messages/en/backpropWave'
import { formatShort } from '../../messages/format'
import type { Wave } from './backpropWave.data'
import { isDense, LOSS_HEIGHT, layoutOf, minColumn, rowHeight, type WaveScale } from './backpropWave.geometry'
import { type Place, placeAt, rowOfPlace, selectionAt, targetText } from './backpropWave.readout'
import { Network } from './Network'
import { RowLabels } from './RowLabels'

interface PictureProps {
  readonly lesson: LessonHandle
  readonly trace: BackwardTrace
  readonly wave: Wave
  readonly scale: WaveScale
  readonly frame: BackwardFrame
  readonly messages: typeof backpropWaveMessages
  readonly selection: Selection
  readonly actions: SelectionActions
  /** What is pointed at, here or anywhere in the lesson. */
  readonly place: Place | null
  readonly onPlace: (place: Place | null) => void
}

/** The losses, the network and its tokens, in columns that scroll beside fixed names. */
export function WavePicture(props: PictureProps) {
  const { lesson, trace, wave, scale, frame, messages, selection, actions, place, onPlace } = props
  const { positions, nLayers } = wave
  const box = useRef<HTMLDivElement>(null)
  const dense = isDense(positions)
  const rows = 3 * nLayers + 2
  const { height, row: rowPx } = layoutOf(positions, nLayers, positions)

  useFollow(lesson, 'backward', (now) => {
    if (now.frame) box.current?.style.setProperty('--gf-wave-updated', String(now.frame.progressOf.update))
  })

  const point = (next: Place | null) => {
    onPlace(next)
    actions.hover(next && selectionAt(next))
  }
  const cursor = useCellCursor({
    rows: rows + 1,
    columns: positions,
    rowAt: (fraction) => Math.max(0, 1 + Math.floor((fraction * height - LOSS_HEIGHT) / rowPx)),
    onPoint: (cell) => point(cell && placeAt(cell.row, cell.column, nLayers)),
    onChoose: (cell) => actions.pin(selectionAt(placeAt(cell.row, cell.column, nLayers))),
    onClear: () => actions.pin(null),
  })
  const chosen = (t: number) => selection.position === t || selection.key === t
  const chip = (text: string, t: number) => (
    <TokenChip
      key={t}
      text={text}
      maxLetters={dense ? 8 : 12}
      selected={chosen(t)}
      onPointerEnter={() => point({ part: 'column', layer: null, position: t })}
      onPointerLeave={() => point(null)}
    />
  )
  const lossShown = frame.progressOf.loss > 0
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
        <span className="gf-wave-side">{messages.rows.target}</span>
        <div className="gf-wave-tokens" data-targets="">
          {trace.targets.map((_, t) => {
            const text = targetText(trace, t)
            if (text !== null) return chip(text, t)
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a position is its place
              <span key={t} className="gf-wave-ignored" title={messages.ignoredTitle}>
                {messages.ignored}
              </span>
            )
          })}
        </div>
        <span className="gf-wave-side">{messages.rows.loss}</span>
        <div className="gf-wave-tokens gf-wave-losses">
          {Array.from(trace.losses, (loss, t) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a position is its place
            <span key={t} data-selected={chosen(t) || undefined}>
              {!lossShown ? '' : (trace.targets[t] as number) < 0 ? '–' : formatShort(loss, dense ? 1 : 2)}
            </span>
          ))}
        </div>
        <RowLabels wave={wave} messages={messages} updated={frame.progressOf.update > 0} />
        {/* biome-ignore lint/a11y/useSemanticElements: a grid of cells that one element holds */}
        <div className="gf-wave-net" role="group" aria-label={messages.cell} {...cursor}>
          <Network lesson={lesson} trace={trace} wave={wave} scale={scale} />
          <Ring place={place} nLayers={nLayers} />
        </div>
        <span className="gf-wave-side">{messages.rows.token}</span>
        <div className="gf-wave-tokens">{trace.tokens.map((token, t) => chip(token.text, t))}</div>
      </div>
    </div>
  )
}

/** The frame around what is pointed at. */
function Ring({ place, nLayers }: { place: Place | null; nLayers: number }) {
  if (!place) return null
  const row = rowOfPlace(place, nLayers)
  const style = { '--gf-wave-at': place.position, '--gf-wave-ring': row ?? 0 } as CSSProperties
  return <i className="gf-wave-ring" data-part={place.part} data-whole={row === null || undefined} style={style} />
}
