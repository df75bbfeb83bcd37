'use client'
import { useSyncExternalStore } from 'react'
import type { GridCell } from '../a11y/CellGrid'
import type { LessonHandle } from '../lesson/handle'
import { useSelection } from '../lesson/hooks'
import type { CellAddress } from '../lesson/selection'
import { Ring, type RingProps } from './Ring'

export interface LitCellsProps extends Pick<RingProps, 'rows' | 'columns'> {
  /** The lesson whose opened numbers are lit. */
  readonly lesson: LessonHandle
  /** Where the picture shows a number of the run; `null` where it does not. */
  readonly placeOf: (cell: CellAddress) => GridCell | null
  /** Where a row lies, for rows that are not equal: see `Ring`. */
  readonly boxOf?: (row: number) => RingProps['box']
}

/** The numbers of a picture that are lit by the lesson: a ring around the one chosen or pointed at anywhere, and a thin one around each that it was made of. */
export function LitCells({ lesson, placeOf, rows, columns, boxOf }: LitCellsProps) {
  const [{ cell }] = useSelection(lesson)
  const sources = useSyncExternalStore(lesson.sources.subscribe, lesson.sources.get, lesson.sources.get)
  const ring = (address: CellAddress, mark: 'chosen' | 'source') => {
    const place = placeOf(address)
    if (!place) return null
    const { row, column } = place
    const key = `${mark} ${row} ${column}`
    return (
      <Ring
        key={key}
        mark={mark}
        column={column}
        rows={rows}
        columns={columns}
        {...(boxOf ? { box: boxOf(row) } : { row })}
      />
    )
  }
  return (
    <>
      {sources.map((source) => ring(source, 'source'))}
      {cell && ring(cell, 'chosen')}
    </>
  )
}
