'use client'
import { useState } from 'react'

export interface DataTableProps {
  /** What the table holds, read before it. */
  caption: string
  columns: readonly string[]
  /** One row a line; the first cell heads its row. Called when the table is opened, and again when it changes. */
  rows: () => readonly (readonly (string | number)[])[]
}

/** The numbers behind a figure, made when they are asked for. */
export function DataTable({ label, caption, columns, rows }: DataTableProps & { label: string }) {
  const [open, setOpen] = useState(false)
  return (
    <details className="gf-disclosure" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{label}</summary>
      {open && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        <section className="gf-table-scroll" tabIndex={0} aria-label={caption}>
          <table className="gf-table">
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
              {rows().map((row, r) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
                <tr key={r}>
                  {row.map((cell, c) =>
                    c === 0 ? (
                      // biome-ignore lint/suspicious/noArrayIndexKey: as above
                      <th key={c} scope="row">
                        {cell}
                      </th>
                    ) : (
                      // biome-ignore lint/suspicious/noArrayIndexKey: as above
                      <td key={c}>{cell}</td>
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
