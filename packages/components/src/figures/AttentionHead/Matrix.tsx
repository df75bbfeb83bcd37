'use client'
import type { ForwardFrame } from '@glassformer/core'
import { type CSSProperties, useRef } from 'react'
import { cutMiddle, type GridCell, type LessonHandle, rem, useWidth, visibleToken } from '../../kit'
import { Arcs } from './Arcs'
import { ARC_PX, isLabelled, LETTER_PX, labelStride, labelsLie, MIN_CELL_PX, sideOf } from './geometry'
import { Plot } from './Plot'
import { columnsOf } from './paint'
import { TokenLabels } from './TokenLabels'
import type { Pointer } from './usePointer'
import type { HeadNow } from './words'

interface MatrixProps {
  readonly lesson: LessonHandle
  readonly frame: ForwardFrame
  readonly now: HeadNow
  readonly pointer: Pointer
  readonly isChosen: (cell: GridCell) => boolean
}

const LETTERS = 9

/** The large picture: token line with arcs, keys across, queries down, and the head's numbers as light. */
export function Matrix({ lesson, frame, now, pointer, isChosen }: MatrixProps) {
  const { data, head, view, focus, messages } = now
  const { selection, pointed, point, choose } = pointer
  const { n } = data
  const columns = columnsOf(data, view)
  const square = view !== 'output'
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box, sideOf(columns))
  const cellPx = Math.max(width / columns, MIN_CELL_PX)
  const rowPx = square ? cellPx : Math.min(cellPx, 40)
  const visible = Math.min(n, now.visible)
  const names = Array.from({ length: n }, (_, i) =>
    i < visible ? cutMiddle(visibleToken(data.texts[i] ?? ''), LETTERS) : '',
  )
  const lengths = names.map((name) => name.length)
  const longest = Math.max(3, ...lengths)
  const lie = !square || labelsLie(lengths, cellPx)
  const rowStride = labelStride(rowPx)
  const style = {
    '--gf-side': rem(sideOf(columns)),
    '--gf-cell': `${100 / n}%`,
    '--gf-least': rem(columns * MIN_CELL_PX),
    '--gf-row-names': rem(Math.ceil(longest * LETTER_PX + 20)),
    '--gf-key-names': rem(!square ? 52 : lie ? 28 : Math.ceil(longest * LETTER_PX + 16)),
    '--gf-arcs': rem(square ? ARC_PX : 0),
    '--gf-ratio': `${columns * cellPx} / ${n * rowPx}`,
  } as CSSProperties
  const pointKey = (key: number | null) => point(null, key === null ? null : { key })
  const column = !square && pointed?.at === 'matrix' ? pointed.column : null
  return (
    <div className="gf-attn-scroll">
      <div className="gf-attn-matrix" style={style} data-chips={cellPx >= 26 || undefined}>
        <div className="gf-attn-axes">
          <span dir="auto">{square ? messages.keyAxis : messages.outputAxis}</span>
          <span dir="auto">{messages.queryAxis}</span>
        </div>
        {square && (
          <div className="gf-attn-line">
            {focus >= 0 && (
              <Arcs
                lesson={lesson}
                frame={frame}
                data={data}
                head={head}
                query={focus}
                only={selection.key}
                cellPx={cellPx}
                heightPx={ARC_PX}
                onPoint={(key) => point(null, key === null ? null : { position: focus, key })}
                onChoose={(key) => choose({ position: focus, key })}
              />
            )}
          </div>
        )}
        {square ? (
          <TokenLabels
            className="gf-attn-keys"
            names={names}
            texts={data.texts}
            upright={!lie}
            isShown={(index) => isLabelled(index, labelStride(cellPx), selection.key ?? focus)}
            marks={[focus, selection.key]}
            onPoint={pointKey}
            onChoose={(key) => choose({ key })}
          />
        ) : (
          <TokenLabels
            className="gf-attn-keys"
            names={Array.from({ length: columns }, (_, i) => String(i))}
            texts={[]}
            isShown={(index) => isLabelled(index, labelStride(cellPx * 0.8), column ?? -1)}
            marks={[column]}
            onPoint={(index) =>
              point(
                index === null || focus < 0 ? null : { at: 'matrix', row: focus, column: index },
                index === null || focus < 0 ? null : { position: focus },
              )
            }
          />
        )}
        <TokenLabels
          className="gf-attn-queries"
          names={names}
          texts={data.texts}
          down
          isShown={(index) => isLabelled(index, rowStride, focus)}
          marks={[focus]}
          onPoint={(position) => point(null, position === null ? null : { position })}
          onChoose={(position) => choose({ position })}
        />
        <Plot lesson={lesson} now={now} pointer={pointer} isChosen={isChosen} cellPx={cellPx} rowPx={rowPx} box={box} />
      </div>
    </div>
  )
}
