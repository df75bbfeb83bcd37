import type { ReactNode } from 'react'

interface TableProps {
  readonly head: readonly string[]
  readonly rows: readonly Row[]
}

export interface Row {
  readonly id: string
  readonly cells: readonly ReactNode[]
}

/** A table of a guide. What is too wide scrolls in itself, not the page. */
export function Table({ head, rows }: TableProps) {
  return (
    <div style={{ overflowX: 'auto' }}>
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
            <tr key={id} style={{ background: 'none' }}>
              {cells.map((cell, i) => (
                <td key={head[i]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
