'use client'
import { useState } from 'react'
import { moveInTable } from '../a11y/rovingFocus'
import type { CellAddress } from '../lesson/selection'
import { NumberButton } from './NumberButton'

/** A number of the run in a table: a press opens it to its terms. */
export interface TableNumber {
  readonly text: string
  readonly cell: CellAddress
}
/** What stands in a cell of a table: words, a number, or a number that opens. */
export type TableCell = string | number | TableNumber

export interface DataTableProps {
  /** What the table holds, read before it. */
  caption: string
  /** The heads of its columns. */
  columns: readonly string[]
  /** One row a line; the first cell heads its row. Called when the table is opened, and again when it changes. */
  rows: () => readonly (readonly TableCell[])[]
}

/** The numbers behind a figure, made when they are asked for. */
export function DataTable({ label, caption, columns, rows }: DataTableProps & { label: string }) {
  const [open, setOpen] = useState(false)
  const lines = open ? rows() : []
  // Of the numbers that open, one is a tab stop; arrows move to the others.
  const first = lines.flat().find((cell) => typeof cell === 'object')
  return (
    <details className="gf-disclosure" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{label}</summary>
      {open && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        <section className="gf-table-scroll" tabIndex={0} aria-label={caption}>
          <table
            className="gf-table"
            onKeyDown={moveInTable}
            onFocus={(event) => {
              for (const button of event.currentTarget.querySelectorAll('button')) button.tabIndex = -1
              if (event.target instanceof HTMLButtonElement) event.target.tabIndex = 0
            }}
          >
            <caption>{caption}</caption>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lines.map((row, r) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
                <tr key={r}>
                  {row.map((cell, c) =>
                    c === 0 ? (
                      // biome-ignore lint/suspicious/noArrayIndexKey: as above
                      <th key={c} scope="row">
                        <Cell isStop={cell === first}>{cell}</Cell>
                      </th>
                    ) : (
                      // biome-ignore lint/suspicious/noArrayIndexKey: as above
                      <td key={c}>
                        <Cell isStop={cell === first}>{cell}</Cell>
                      </td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  )
}

function Cell({ children, isStop }: { children: TableCell; isStop: boolean }) {
  if (typeof children !== 'object') return children
  return (
    <NumberButton cell={children.cell} tabIndex={isStop ? 0 : -1}>
      {children.text}
    </NumberButton>
  )
}
