'use client'
import type { ForwardFrame } from '@glassformer/core'
import { type CSSProperties, useCallback, useRef } from 'react'
import { useCellCursor } from '../../a11y/useCellCursor'
import { type CellBuffers, Heatmap } from '../../canvas/Heatmap'
import { useWidth } from '../../canvas/useWidth'
import type { LessonHandle } from '../../lesson/handle'
import type { Now, SelectionActions } from '../../lesson/hooks'
import type { Selection } from '../../lesson/selection'
import type { attentionHeadMessages } from '../../messages/en/attentionHead'
import { cutMiddle, visibleToken } from '../../messages/format'
import { keysOf } from '../../traces/visibleKeys'
import { Arcs } from './Arcs'
import {
  isLabelled,
  labelStride,
  labelsLie,
  MIN_CELL_PX,
  seenPolygon,
  showsValues,
  sideOf,
} from './attentionHead.geometry'
import type { LayerData } from './headData'
import { columnsOf, fillHead } from './paint'
import { phaseOf } from './phase'
import { TokenLabels } from './TokenLabels'
import { Unseen } from './Unseen'
import { Values } from './Values'
import type { AttentionView } from './view'

export interface Cell {
  readonly row: number
  readonly column: number
}

export interface MatrixProps {
  readonly lesson: LessonHandle
  readonly frame: ForwardFrame | null
  readonly data: LayerData
  readonly head: number
  readonly view: AttentionView
  /** The query in focus, -1 without one, and what is chosen. */
  readonly focus: number
  readonly selection: Selection
  readonly cell: Cell | null
  readonly onPoint: (cell: Cell | null) => void
  readonly onChoose: (cell: Cell) => void
  readonly onClear: () => void
  readonly hover: SelectionActions['hover']
  readonly messages: typeof attentionHeadMessages
}

const ARC_PX = 88
const LETTERS = 9

/** The large picture: token line with arcs, keys across, queries down, and the head's numbers as light. */
export function Matrix(props: MatrixProps) {
  const { lesson, frame, data, head, view, focus, selection, cell, hover, messages } = props
  const { n } = data
  const columns = columnsOf(data, view)
  const plot = useRef<HTMLDivElement>(null)
  const width = useWidth(plot, sideOf(columns))
  const cellPx = Math.max(width / columns, MIN_CELL_PX)
  const rowPx = view === 'output' ? Math.min(cellPx, 40) : cellPx
  const fill = useCallback(
    (cells: CellBuffers, now: Now<'forward'>) => fillHead(cells, now.frame, now.selection, data, head, view),
    [data, head, view],
  )
  const phase = phaseOf(frame, data.layer)
  const rows = view !== 'output' && phase.asked === 1 ? phase.to : phase.done
  const visible = Math.min(n, frame?.tokensVisible ?? 0)
  const names = Array.from({ length: n }, (_, i) =>
    i < visible ? cutMiddle(visibleToken(data.texts[i] ?? ''), LETTERS) : '',
  )
  const longest = Math.max(3, ...names.map((name) => name.length))
  const square = view !== 'output'
  const lie =
    !square ||
    labelsLie(
      names.map((name) => name.length),
      cellPx,
    )
  const rowStride = labelStride(rowPx)
  const cursor = useCellCursor({
    rows: n,
    columns,
    onPoint: props.onPoint,
    onChoose: props.onChoose,
    onClear: props.onClear,
  })
  const at =
    square && selection.position !== null && selection.key !== null
      ? { row: selection.position, column: selection.key }
      : cell
  const style = {
    '--gf-side': `${sideOf(columns)}px`,
    '--gf-cell': `${100 / n}%`,
    '--gf-least': `${columns * MIN_CELL_PX}px`,
    '--gf-row-names': `${Math.ceil(longest * 6.7 + 20)}px`,
    '--gf-key-names': !square ? '52px' : lie ? '28px' : `${Math.ceil(longest * 6.7 + 16)}px`,
    '--gf-arcs': square ? `${ARC_PX}px` : '0px',
    '--gf-ratio': `${columns * cellPx} / ${n * rowPx}`,
  } as CSSProperties
  const keys = keysOf(data, focus)
  const percent = (index: number, of: number) => `${(index / of) * 100}%`
  return (
    <div className="gf-attn-scroll">
      <div className="gf-attn-matrix" style={style} data-chips={cellPx >= 26 || undefined}>
        <div className="gf-attn-axes">
          <span>{square ? messages.keyAxis : messages.outputAxis}</span>
          <span>{messages.queryAxis}</span>
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
            onPoint={(key) => hover(key === null ? null : { key, layer: data.layer, head })}
          />
        ) : (
          <TokenLabels
            className="gf-attn-keys"
            names={Array.from({ length: columns }, (_, i) => String(i))}
            texts={[]}
            upright={false}
            isShown={(index) => isLabelled(index, labelStride(cellPx * 0.8), cell?.column ?? -1)}
            marks={[cell?.column ?? null]}
          />
        )}
        <TokenLabels
          className="gf-attn-queries"
          names={names}
          texts={data.texts}
          down
          isShown={(index) => isLabelled(index, rowStride, focus)}
          marks={[focus]}
          onPoint={(position) => hover(position === null ? null : { position, layer: data.layer, head })}
        />
        <div className="gf-attn-plot" ref={plot}>
          {square && cellPx >= 12 && (
            <span className="gf-attn-cells" style={{ clipPath: seenPolygon(data.first, data.last) }} />
          )}
          {square && <Unseen data={data} />}
          <Heatmap
            lesson={lesson}
            kind="forward"
            rows={n}
            columns={columns}
            ramp={view === 'pattern' ? 'reads' : 'diverging'}
            fill={fill}
          />
          {showsValues(cellPx) && rowPx >= 20 && (
            <Values
              data={data}
              view={view}
              head={head}
              cellPx={cellPx}
              rowPx={rowPx}
              rows={rows}
              bright={selection.position !== null && selection.position < rows ? selection.position : null}
            />
          )}
          {focus >= 0 && (
            <span
              className="gf-attn-row"
              style={{
                top: percent(focus, n),
                height: percent(1, n),
                left: square ? percent(keys[0] ?? 0, n) : 0,
                width: square ? percent(keys.length, n) : '100%',
              }}
            />
          )}
          {at && at.row < n && at.column < columns && (
            <span
              className="gf-attn-ring"
              style={{
                left: percent(at.column, columns),
                top: percent(at.row, n),
                width: percent(1, columns),
                height: percent(1, n),
              }}
            />
          )}
          {/* biome-ignore lint/a11y/useSemanticElements: cells are painted, so one element stands for them all */}
          <div
            className="gf-attn-cursor"
            role="group"
            aria-label={messages.matrixLabel(messages.views[view], data.layer, head)}
            {...cursor}
          />
        </div>
      </div>
    </div>
  )
}
