'use client'
import { type ComponentPropsWithRef, type KeyboardEvent, type MouseEvent, useId, useRef, useState } from 'react'
import type { Anchor } from '../lesson/handle'
import { ARROWS } from './rovingFocus'

/** A place in a grid, from 0. */
export interface GridCell {
  readonly row: number
  readonly column: number
}

export interface CellGridProps
  extends Omit<ComponentPropsWithRef<'div'>, 'children' | 'role' | 'aria-label' | 'tabIndex' | 'onSelect'> {
  /** What the grid holds, and which keys do what. */
  label: string
  /** How many rows the picture has. */
  rows: number
  /** How many columns it has. */
  columns: number
  /** The row at a fraction of the height, where rows are not equal. @default equal rows */
  rowAt?: (fraction: number) => number
  /** Where a row lies, in fractions of the height, where rows are not equal. @default equal rows */
  rowBox?: (row: number) => { readonly top: number; readonly height: number }
  /** A cell in words, with its value: what a screen reader says when the keyboard comes to it. */
  nameOf: (cell: GridCell) => string
  /** Whether a cell is kept (pinned). */
  isChosen?: (cell: GridCell) => boolean
  /** Told of the cell pointed at or moved to; `null` when the pointer or the focus leaves. */
  onPoint: (cell: GridCell | null) => void
  /** Told of a click, Enter or Space on a cell, and of its place on the page, for what is to stand beside it. */
  onChoose?: (cell: GridCell, anchor: Anchor) => void
  /** Told of Escape. */
  onClear?: () => void
}

/** Rows and columns that a key moves by; the ends hold. */
const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ...ARROWS,
  Home: [0, -Infinity],
  End: [0, Infinity],
  PageUp: [-Infinity, 0],
  PageDown: [Infinity, 0],
}

const ascending = (a: number, b: number) => a - b
const isSame = (a: GridCell, b: GridCell) => a.row === b.row && a.column === b.column

/** One cell further: those of the row come from and of the row come to stay, so that cells go by whole rows. */
function moveOn(trail: readonly GridCell[], to: GridCell): readonly GridCell[] {
  const from = trail.at(-1) as GridCell
  if (isSame(from, to)) return trail
  return [...trail.filter((at) => (at.row === from.row || at.row === to.row) && !isSame(at, to)), to]
}

/**
 * The reader's way into a painted picture, laid over it: one tab stop, arrows move by a cell, Home and End to the ends of the
 * row, Page Up and Down to the ends of the column, Enter and Space choose, Escape clears. It is a grid whose one cell that
 * is in the document is the one moved to, with its value as its name: a screen reader passes the keys on and says that cell,
 * and nothing else need be spoken. While it has the focus, the cells come from stay too, empty but for the last: where the
 * cell that a screen reader is at vanishes, or one beside it, Orca takes the next for the same one again and says nothing.
 */
export function CellGrid(props: CellGridProps) {
  const { label, rows, columns, rowAt, rowBox, nameOf, isChosen, onPoint, onChoose, onClear, className, ...rest } =
    props
  const id = useId()
  const pointed = useRef<GridCell>({ row: 0, column: 0 })
  /** The cells in the document: at the end the one moved to, before it those come from, in its row and in the row before. */
  const [trail, setTrail] = useState<readonly GridCell[]>([pointed.current])
  const held = ({ row, column }: GridCell): GridCell => ({
    row: Math.max(0, Math.min(rows - 1, row)),
    column: Math.max(0, Math.min(columns - 1, column)),
  })
  const point = (cell: GridCell) => {
    pointed.current = held(cell)
    onPoint(pointed.current)
  }
  /** By keyboard: the cell moved to is also the one in the document. */
  const move = (cell: GridCell) => {
    point(cell)
    const to = pointed.current
    setTrail((cells) => moveOn(cells, to))
  }
  const cellUnder = (event: MouseEvent<HTMLElement>): GridCell => {
    const box = event.currentTarget.getBoundingClientRect()
    const down = (event.clientY - box.top) / box.height
    return {
      row: rowAt ? rowAt(down) : Math.floor(down * rows),
      column: Math.floor(((event.clientX - box.left) / box.width) * columns),
    }
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const { key } = event
    const step = STEPS[key]
    const chooses = key === 'Enter' || key === ' '
    if (event.altKey || event.ctrlKey || event.metaKey) return
    // Escape goes on to what is around: a dialog of the page may want it too.
    if (key === 'Escape') onClear?.()
    if (!step && !chooses) return
    event.preventDefault()
    event.stopPropagation()
    const { row, column } = pointed.current
    if (step) move({ row: row + step[0], column: column + step[1] })
    else onChoose?.(pointed.current, anchorOf(event.currentTarget, pointed.current))
  }
  const boxOf = (row: number) => rowBox?.(row) ?? { top: row / rows, height: 1 / rows }
  const anchorOf = (grid: HTMLElement, { row, column }: GridCell): Anchor => ({
    contextElement: grid,
    getBoundingClientRect() {
      const all = grid.getBoundingClientRect()
      const { top, height } = boxOf(row)
      const width = all.width / columns
      return new DOMRect(all.left + column * width, all.top + top * all.height, width, height * all.height)
    },
  })
  // A shorter run may have taken cells away.
  const cell = held(trail.at(-1) as GridCell)
  const before = trail.at(-2)
  const shown = [...trail.slice(0, -1).filter((at) => isSame(at, held(at)) && !isSame(at, cell)), cell]
  const idOf = (at: GridCell) => `${id}-${at.row}-${at.column}`
  const percent = (index: number, of: number) => `${(index / of) * 100}%`
  // Where the cells are painted, so that a magnifier goes there.
  const rowStyle = (row: number) => {
    const { top, height } = boxOf(row)
    return rowAt && !rowBox ? undefined : { top: percent(top, 1), height: percent(height, 1) }
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table has its cells in it, and here they are painted
    <div
      {...rest}
      role="grid"
      aria-label={label}
      aria-rowcount={rows}
      aria-colcount={columns}
      aria-activedescendant={idOf(cell)}
      tabIndex={0}
      className={className ? `gf-cells ${className}` : 'gf-cells'}
      onPointerMove={(event) => {
        rest.onPointerMove?.(event)
        point(cellUnder(event))
      }}
      onPointerLeave={(event) => {
        rest.onPointerLeave?.(event)
        onPoint(null)
      }}
      onFocus={(event) => {
        // A click focuses too, and has already said where it points.
        if (event.currentTarget.matches(':focus-visible')) move(pointed.current)
      }}
      onBlur={() => {
        onPoint(null)
        setTrail((cells) => cells.slice(-1))
      }}
      onClick={(event) => {
        move(cellUnder(event))
        onChoose?.(pointed.current, anchorOf(event.currentTarget, pointed.current))
      }}
      onKeyDown={onKeyDown}
    >
      {rows > 0 &&
        columns > 0 &&
        [...new Set(shown.map(({ row }) => row))].sort(ascending).map((row) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus, and names the active cell
          // biome-ignore lint/a11y/useSemanticElements: as above
          <div key={row} role="row" aria-rowindex={row + 1} className="gf-cell-place" style={rowStyle(row)}>
            {shown
              .filter((at) => at.row === row)
              .sort((a, b) => ascending(a.column, b.column))
              .map((at) => (
                // biome-ignore lint/a11y/useFocusableInteractive: as above
                // biome-ignore lint/a11y/useSemanticElements: as above
                <div
                  // An element of its own for each cell, so that a screen reader hears of it.
                  key={at.column}
                  id={idOf(at)}
                  role="gridcell"
                  aria-colindex={at.column + 1}
                  aria-selected={isChosen?.(at)}
                  className="gf-cell-place"
                  style={{ left: percent(at.column, columns), width: percent(1, columns) }}
                >
                  {(at === cell || at === before) && <span className="gf-visually-hidden">{nameOf(at)}</span>}
                </div>
              ))}
          </div>
        ))}
    </div>
  )
}
