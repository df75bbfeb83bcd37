import type { ReactNode } from 'react'

interface TableProps {
  readonly head: readonly string[]
  readonly rows: readonly Row[]
}

export interface Row {
  readonly id: string
  readonly cells: readonly ReactNode[]
}

/** A table of a guide. That it scrolls in itself where it is too wide is the page's style, as for tables in Markdown. */
export function Table({ head, rows }: TableProps) {
  return (
    <table>
      <thead>
        <tr>
          {head.map((text) => (
            <th key={text}>{text}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, cells }) => (
          <tr key={id}>
            {cells.map((cell, i) => (
              <td key={head[i]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
