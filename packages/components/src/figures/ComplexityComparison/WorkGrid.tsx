'use client'
import type { GenerationTrace } from '@glassformer/core'
import { useCallback } from 'react'
import { useCellCursor } from '../../a11y/useCellCursor'
import { type CellBuffers, Heatmap } from '../../canvas/Heatmap'
import type { LessonHandle } from '../../lesson/handle'
import type { Now, SelectionActions } from '../../lesson/hooks'
import type { Selection } from '../../lesson/selection'
import { visibleToken } from '../../messages/format'
import { isWindowed, keysOf, type VisibleKeys } from '../../traces/visibleKeys'
import { type ComparedStep, rowsOf, type Side, stepProgress } from './complexityComparison.geometry'

export interface WorkGridProps {
  lesson: LessonHandle
  step: ComparedStep
  side: Side
  /** Rows and columns: the positions that the run will come to. */
  size: number
  trace: GenerationTrace
  /** Which keys each query sees. */
  sight: VisibleKeys
  label: string
  axes: { readonly query: string; readonly key: string; readonly projected: string }
  selection: Selection
  actions: SelectionActions
}

/** Share of a full cell that a kept one shows: there, and not worked on. */
const KEPT = 52

/** What one side works on in a step: a column of projected positions, and the query-key pairs that are scored. */
export function WorkGrid({ lesson, step, side, size, trace, sight, label, axes, selection, actions }: WorkGridProps) {
  const rows = rowsOf(step, side)
  const { from, to } = rows
  /** Rows that are filled by now: none, some, all. */
  const reached = useCallback(
    ({ frame }: Now<'forward'>) => {
      const progress = frame ? stepProgress(frame, trace.config.nLayers) : 1
      return { progress, row: from + progress * (to - from) }
    },
    [trace, from, to],
  )

  const fillScores = useCallback(
    ({ level, opacity }: CellBuffers, now: Now<'forward'>) => {
      const { progress, row } = reached(now)
      for (let q = 0; q < size; q++) {
        const first = sight.first[q] as number
        for (let k = 0; k < size; k++) {
          const cell = q * size + k
          const single = to - from === 1 ? k - first < progress * (to - first) : q < Math.floor(row)
          level[cell] = 235
          opacity[cell] = k < first || k > q || q >= to ? 0 : q >= from ? (single ? 255 : 0) : KEPT
        }
      }
    },
    [reached, sight, size, from, to],
  )
  const fillProjected = useCallback(
    ({ level, opacity }: CellBuffers, now: Now<'forward'>) => {
      const { progress, row } = reached(now)
      for (let q = 0; q < size; q++) {
        level[q] = 235
        opacity[q] = q >= to ? 0 : q < from ? KEPT : (to - from === 1 ? progress > 0 : q < Math.floor(row)) ? 255 : 0
      }
    },
    [reached, size, from, to],
  )
  const cursor = useCellCursor({
    rows: size,
    columns: size,
    onPoint: (cell) => actions.hover(cell && { position: cell.row, key: cell.column <= cell.row ? cell.column : null }),
    onChoose: ({ row, column }) => actions.pin({ position: row, key: column <= row ? column : null }),
    onClear: () => actions.pin(null),
  })
  const { position, key } = selection
  const shared = { lesson, kind: 'forward' as const, rows: size, followSelection: false }
  const cell = 100 / size
  const keys = position === null ? [] : keysOf(sight, position)
  return (
    <div className="gf-cmp-work" data-side={side}>
      <span className="gf-cmp-axis gf-cmp-work-key">{axes.key} →</span>
      <span className="gf-cmp-axis gf-cmp-work-query">{axes.query} →</span>
      <span className="gf-cmp-work-projected" title={axes.projected}>
        <Heatmap {...shared} columns={1} ramp="forward" fill={fillProjected} />
        <Frame size={size} columns={1} />
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: one stop for a painted grid; its table stands below */}
      <div className="gf-cmp-work-cells" role="group" aria-label={label} {...cursor}>
        <Heatmap {...shared} columns={size} ramp="reads" fill={fillScores} />
        <span className="gf-cmp-work-masked" style={{ clipPath: maskedStairs(size) }} />
        {isWindowed(sight) && (
          <span className="gf-cmp-work-masked" data-outside style={{ clipPath: outsideStairs(sight.first) }} />
        )}
        <Frame size={size} columns={size} />
        {position !== null && position < size && (
          <span
            className="gf-cmp-ring"
            data-kind={key === null ? 'row' : 'cell'}
            style={{
              insetBlockStart: `${position * cell}%`,
              insetInlineStart: `${(key ?? keys[0] ?? 0) * cell}%`,
              blockSize: `${cell}%`,
              inlineSize: `${key === null ? keys.length * cell : cell}%`,
            }}
          />
        )}
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

/** The stairs of keys that lie after their query, as a clip path. */
function maskedStairs(size: number): string {
  const at = (x: number, y: number) => `${(x / size) * 100}% ${(y / size) * 100}%`
  const stairs = Array.from({ length: size - 1 }, (_, i) => {
    const x = size - 1 - i
    return `${at(x, x)}, ${at(x, x - 1)}`
  })
  return `polygon(${[at(1, 0), at(size, 0), at(size, size - 1), ...stairs].join(', ')})`
}

/** The stairs of keys that the window has left behind, as a clip path. */
function outsideStairs(first: readonly number[]): string {
  const at = (x: number, y: number) => `${(x / first.length) * 100}% ${(y / first.length) * 100}%`
  return `polygon(0 0, ${first.map((x, q) => `${at(x, q)}, ${at(x, q + 1)}`).join(', ')}, 0 100%)`
}

/** Cell lines, while there is room for them. */
function Frame({ size, columns }: { size: number; columns: number }) {
  const across = size <= 40 ? Array.from({ length: size - 1 }, (_, i) => `M0 ${i + 1}H${columns}`) : []
  const down = size <= 40 ? Array.from({ length: columns - 1 }, (_, i) => `M${i + 1} 0V${size}`) : []
  return (
    <svg className="gf-cmp-work-frame" viewBox={`0 0 ${columns} ${size}`} preserveAspectRatio="none" aria-hidden="true">
      <path className="gf-cmp-work-lines" d={[...across, ...down].join('')} />
    </svg>
  )
}
