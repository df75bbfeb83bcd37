'use client'
import { type KeyboardEvent, type PointerEvent, useRef } from 'react'

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
  const cellUnder = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const down = (event.clientY - box.top) / box.height
    return {
      row: rowAt ? rowAt(down) : Math.floor(down * rows),
      column: Math.floor(((event.clientX - box.left) / box.width) * columns),
    }
  }
  return {
    tabIndex: 0,
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const { row, column } = cellUnder(event)
      if (row !== at.current.row || column !== at.current.column || event.type === 'pointerenter') go(row, column)
      else onPoint(at.current)
    },
    onPointerLeave: () => onPoint(null),
    onFocus: (event: { currentTarget: HTMLElement }) => {
      // A click focuses too, and has already said where it points.
      if (event.currentTarget.matches(':focus-visible')) go(at.current.row, at.current.column)
    },
    onBlur: () => onPoint(null),
    onClick: (event: { currentTarget: HTMLElement; detail: number; clientX: number; clientY: number }) => {
      if (event.detail > 0) {
        const { row, column } = cellUnder(event as unknown as PointerEvent<HTMLElement>)
        go(row, column)
      }
      onChoose?.(at.current)
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const { row, column } = at.current
      const moves: Record<string, () => void> = {
        ArrowLeft: () => go(row, column - 1),
        ArrowRight: () => go(row, column + 1),
        ArrowUp: () => go(row - 1, column),
        ArrowDown: () => go(row + 1, column),
        Home: () => go(row, 0),
        End: () => go(row, columns - 1),
        PageUp: () => go(0, column),
        PageDown: () => go(rows - 1, column),
        Enter: () => onChoose?.(at.current),
        ' ': () => onChoose?.(at.current),
        Escape: () => onClear?.(),
      }
      const move = moves[event.key]
      if (!move || event.altKey || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      event.stopPropagation()
      move()
    },
  }
}
