'use client'
import { useCallback, useMemo } from 'react'
import {
  type CellBuffers,
  CellGrid,
  Heatmap,
  keysOf,
  type LessonHandle,
  type Now,
  plain,
  Ring,
  type Selection,
  type SelectionActions,
  Unseen,
  visibleToken,
} from '../../kit'
import { rowsOf, type Side } from './data'
import { fillProjected, fillScores, type GridScene, unreadPolygon } from './paint'
import { pairAt, type Shown } from './words'

export interface WorkGridProps {
  readonly lesson: LessonHandle
  readonly shown: Shown
  readonly side: Side
  /** Rows and columns: the positions that the run will come to. */
  readonly size: number
  readonly label: string
  readonly selection: Selection
  readonly pinned: Selection
  readonly actions: SelectionActions
  readonly onClear: () => void
}

/** What one side works on in a step: a column of projected positions, and the query-key pairs that are scored. */
export function WorkGrid({ lesson, shown, side, size, label, selection, pinned, actions, onClear }: WorkGridProps) {
  const { trace, step, keys, messages } = shown
  const reads = side === 'policy' ? shown.reads : null
  const taken = side === 'policy' ? (trace.steps[0]?.from ?? 0) : 0
  const { nLayers } = trace.config
  const { from, to } = rowsOf(step, side)
  const scene = useMemo<GridScene>(
    () => ({ from, to, size, nLayers, keys, reads, taken }),
    [from, to, size, nLayers, keys, reads, taken],
  )
  const unread = useMemo(() => unreadPolygon(scene), [scene])
  const scores = useCallback((cells: CellBuffers, now: Now<'forward'>) => fillScores(scene, cells, now), [scene])
  const projected = useCallback((cells: CellBuffers, now: Now<'forward'>) => fillProjected(scene, cells, now), [scene])
  const { position, key } = selection
  const shared = { lesson, kind: 'forward' as const, rows: size, followSelection: false }
  const at = (row: number, column: number) => ({ position: row, key: column })
  const row = position === null ? [] : keysOf(keys, position)
  return (
    <div className="gf-cmp-work" data-side={side}>
      <span className="gf-cmp-axis gf-cmp-work-key">{messages.key} →</span>
      <span className="gf-cmp-axis gf-cmp-work-query">{messages.query} →</span>
      <span className="gf-cmp-work-projected" title={messages.projected}>
        <Heatmap {...shared} columns={1} ramp="forward" fill={projected} />
        <Lines size={size} columns={1} />
      </span>
      <div className="gf-cmp-work-cells">
        <Heatmap {...shared} columns={size} ramp="reads" fill={scores} />
        <Unseen keys={keys} />
        {unread && <span className="gf-hatch" data-outside data-unread style={{ clipPath: unread }} />}
        <Lines size={size} columns={size} />
        {position !== null && position < size && (
          <Ring
            row={position}
            column={key ?? row[0] ?? 0}
            span={key === null ? row.length : 1}
            rows={size}
            columns={size}
          />
        )}
        <CellGrid
          label={label}
          rows={size}
          columns={size}
          nameOf={(cell) => plain(pairAt(shown, cell.row, cell.column))}
          isChosen={(cell) => pinned.position === cell.row && pinned.key === cell.column}
          onPoint={(cell) => actions.hover(cell && at(cell.row, cell.column))}
          onChoose={(cell) => actions.pin(at(cell.row, cell.column))}
          onClear={onClear}
        />
      </div>
      <span
        className="gf-cmp-work-now"
        title={visibleToken(trace.tokens[to - 1]?.text ?? '')}
        style={{ insetBlockStart: `${((to - 0.5) / size) * 100}%` }}
        aria-hidden="true"
      >
        ◂
      </span>
    </div>
  )
}

/** Cell lines, while there is room for them. */
function Lines({ size, columns }: { size: number; columns: number }) {
  const across = size <= 40 ? Array.from({ length: size - 1 }, (_, i) => `M0 ${i + 1}H${columns}`) : []
  const down = size <= 40 ? Array.from({ length: columns - 1 }, (_, i) => `M${i + 1} 0V${size}`) : []
  return (
    <svg className="gf-cmp-work-frame" viewBox={`0 0 ${columns} ${size}`} preserveAspectRatio="none" aria-hidden="true">
      <path className="gf-cmp-work-lines" d={[...across, ...down].join('')} />
    </svg>
  )
}
