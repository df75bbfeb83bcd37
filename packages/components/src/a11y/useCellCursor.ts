'use client'
import { type KeyboardEvent, type MouseEvent, useRef } from 'react'

export interface CellCursorOptions {
  rows: number
  columns: number
  /** The row at a fraction of the height, where rows are not equal. @default equal rows */
  rowAt?: (fraction: number) => number
  /** Told of the cell pointed at or moved to; `null` when the pointer or the focus leaves. */
  onPoint: (cell: { row: number; column: number } | null) => void
  /** Told of a click, Enter or Space on a cell. */
  onChoose?: (cell: { row: number; column: number }) => void
  /** Told of Escape. */
  onClear?: () => void
}

/** Rows and columns that a key moves by; the ends hold. */
const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  Home: [0, -Infinity],
  End: [0, Infinity],
  PageUp: [-Infinity, 0],
  PageDown: [Infinity, 0],
}

/**
 * Makes one element of `rows` by `columns` equal cells reachable by pointer and keyboard: arrows move by a cell, Home and
 * End to the ends of the row, Page Up and Down to the ends of the column, Enter and Space choose, Escape clears.
 * Spread the result on the element that the cells fill; give it a role, a name and a described value.
 */
export function useCellCursor({ rows, columns, rowAt, onPoint, onChoose, onClear }: CellCursorOptions) {
  const at = useRef({ row: 0, column: 0 })
  const go = (row: number, column: number) => {
    at.current = { row: Math.max(0, Math.min(rows - 1, row)), column: Math.max(0, Math.min(columns - 1, column)) }
    onPoint(at.current)
  }
  const cellUnder = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const down = (event.clientY - box.top) / box.height
    return {
      row: rowAt ? rowAt(down) : Math.floor(down * rows),
      column: Math.floor(((event.clientX - box.left) / box.width) * columns),
    }
  }
  return {
    tabIndex: 0,
    onPointerMove: (event: MouseEvent<HTMLElement>) => {
      const { row, column } = cellUnder(event)
      go(row, column)
    },
    onPointerLeave: () => onPoint(null),
    onFocus: (event: { currentTarget: HTMLElement }) => {
      // A click focuses too, and has already said where it points.
      if (event.currentTarget.matches(':focus-visible')) go(at.current.row, at.current.column)
    },
    onBlur: () => onPoint(null),
    onClick: (event: MouseEvent<HTMLElement>) => {
      const { row, column } = cellUnder(event)
      go(row, column)
      onChoose?.(at.current)
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const { key } = event
      const step = STEPS[key]
      const chooses = key === 'Enter' || key === ' '
      if (!(step || chooses || key === 'Escape') || event.altKey || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      event.stopPropagation()
      if (step) go(at.current.row + step[0], at.current.column + step[1])
      else if (chooses) onChoose?.(at.current)
      else onClear?.()
    },
  }
}
