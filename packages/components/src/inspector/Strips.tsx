'use client'
import type { CSSProperties } from 'react'
import { CellGrid, type GridCell } from '../a11y/CellGrid'
import type { RampName } from '../color/ramp'
import type { LessonHandle } from '../lesson/handle'
import type { CellAddress } from '../lesson/selection'
import type { inspectorMessages } from '../messages/en/inspector'
import { formatExact } from '../messages/format'
import { plain } from '../messages/say'
import { kindOf, partsOf, selectionOf } from './cells'
import type { Strip, StripRow } from './strip'
import { STAGES, type Stage } from './usePlay'
import type { Namer } from './words'

/** Columns of one line; longer strips go on below. */
const COLUMNS = 64

interface StripsProps {
  readonly strip: Strip
  readonly stage: Stage
  readonly onStage: (stage: Stage) => void
  readonly onReplay: () => void
  readonly namer: Namer
  readonly lesson: LessonHandle
  readonly onDown: (cell: CellAddress) => void
  readonly messages: typeof inspectorMessages
}

/** The terms as cells: rows that pair, multiply and run together into the sum. */
export function Strips(props: StripsProps) {
  const { strip, stage, onStage, onReplay, namer, lesson, onDown, messages } = props
  const { rows, length, own } = strip
  const columns = Math.min(COLUMNS, length)
  const lines = Math.ceil(length / columns)
  const placeOf = ({ row, column }: GridCell) => ({
    row: rows[row % rows.length] as StripRow,
    i: Math.floor(row / rows.length) * columns + column,
  })
  const cellAt = (cell: GridCell): CellAddress | null => {
    const { row, i } = placeOf(cell)
    const source = row.sources[i]
    return source ? { tensor: source.name, index: source.index } : null
  }
  const nameOf = (cell: GridCell) => {
    const { row, i } = placeOf(cell)
    const value = row.values[i]
    if (value === undefined) return messages.noTerm
    const address = cellAt(cell)
    return messages.stripCell({
      what:
        address && typeof row.of === 'object' && 'tensor' in row.of
          ? plain(namer.full(address))
          : rowName(row, messages),
      at: i,
      value: formatExact(value),
    })
  }
  const light = (address: CellAddress | null) => {
    const { selection } = lesson
    selection.set({ ...selection.get(), hover: address && { ...selectionOf(address), cell: address } })
  }
  const steps = rows.at(-1)?.of === 'product' ? STAGES.slice(1) : []
  return (
    <div
      className="gf-inspector-strips"
      data-stage={stage}
      data-lines={lines}
      style={{ '--gf-strip-rows': rows.length } as CSSProperties}
    >
      <div className="gf-inspector-labels" aria-hidden="true">
        {rows.map((row) => (
          <span key={rowName(row, messages)} data-kind={rowKind(row)}>
            {rowName(row, messages)}
          </span>
        ))}
      </div>
      <div className="gf-inspector-cells" dir="ltr">
        {Array.from({ length: lines }, (_, line) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
          <div key={line} className="gf-inspector-line">
            {rows.map((row, r) => (
              <Row
                key={rowName(row, messages)}
                row={row}
                from={line * columns}
                columns={columns}
                last={r === rows.length - 1}
                own={own}
              />
            ))}
            {steps.length > 0 && <Row row={rows.at(-1) as StripRow} from={line * columns} columns={columns} ghost />}
          </div>
        ))}
        <CellGrid
          label={messages.strip}
          rows={lines * rows.length}
          columns={columns}
          nameOf={nameOf}
          onPoint={(cell) => light(cell && cellAt(cell))}
          onChoose={(cell) => {
            const address = cellAt(cell)
            if (address) onDown(address)
          }}
        />
      </div>
      {steps.length > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls; these step through a picture
        <div className="gf-inspector-play" role="group" aria-label={messages.play.label}>
          {steps.map((one) => (
            <button key={one} type="button" aria-pressed={stage === one} onClick={() => onStage(one)}>
              {messages.play[one]}
            </button>
          ))}
          <button type="button" onClick={onReplay}>
            {messages.play.again}
          </button>
        </div>
      )}
    </div>
  )
}

interface RowProps {
  readonly row: StripRow
  readonly from: number
  readonly columns: number
  readonly last?: boolean
  readonly own?: number | null
  /** The products once more, to be moved. */
  readonly ghost?: boolean
}

function Row({ row: { values, ramp, bound, of }, from, columns, last, own, ghost }: RowProps) {
  const part = values.slice(from, from + columns)
  const gap = columns > 32 ? 0.06 : 0.03
  return (
    <svg
      className="gf-inspector-row"
      data-row={ghost ? 'ghost' : last && (of === 'product' || 'step' in of) ? 'product' : 'factor'}
      viewBox={`0 0 ${columns} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {part.map((value, i) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
          key={i}
          x={i + gap}
          width={1 - 2 * gap}
          height={1}
          fill={colorOf(value, ramp, bound)}
          data-own={from + i === own || undefined}
        />
      ))}
    </svg>
  )
}

/** As cells of a still are mixed: one picture for both themes. */
function colorOf(value: number, ramp: RampName, bound: number): string {
  const share = bound > 0 ? Math.round((100 * Math.abs(value)) / bound) : 0
  if (ramp !== 'diverging') return `color-mix(in lab, var(--gf-${ramp}) ${share}%, var(--gf-ground))`
  return `color-mix(in lab, var(--gf-${value < 0 ? 'negative' : 'positive'}) ${share}%, var(--gf-neutral))`
}

function rowName({ of }: StripRow, messages: typeof inspectorMessages): string {
  if (of === 'product') return messages.product
  return 'tensor' in of ? messages.short(partsOf(of.tensor)) : (messages.steps[of.step] ?? of.step)
}

function rowKind({ of }: StripRow): string | undefined {
  return typeof of === 'object' && 'tensor' in of ? kindOf(of.tensor) : undefined
}
