'use client'
import type { togetherMessages } from '../../messages/en/together'
import type { DifferenceRow } from './words'

interface DifferenceRowsProps {
  readonly names: readonly string[]
  readonly rows: readonly DifferenceRow[]
  readonly messages: typeof togetherMessages
}

/** A line for each thing that is compared: its number in every run, and what that differs from the first by. */
export function DifferenceRows({ names, rows, messages }: DifferenceRowsProps) {
  if (rows.length === 0) return null
  const most = Math.max(...rows.flatMap(({ numbers }) => numbers.map((value) => Math.abs(value ?? 0))), 1e-9)
  const isToken = rows.some((row) => row.isToken)
  return (
    <table className="gf-difference-rows">
      <thead>
        <tr>
          <th scope="col">{isToken ? messages.token : messages.what}</th>
          {names.map((name) => (
            <th key={name} scope="col">
              <b className="gf-together-letter">{name}</b>
            </th>
          ))}
          {names.slice(1).map((name) => (
            <th key={name} scope="col">
              {messages.less({ name, first: names[0] ?? '' })}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.what}>
            <th scope="row">{row.isToken ? <span className="gf-chip">{row.what}</span> : row.what}</th>
            {row.values.map((value, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
              <td key={i} data-came={row.came[i] || undefined}>
                {row.isShare && (
                  <i className="gf-difference-bar" style={{ width: `${share(row.numbers[i], most)}%` }} />
                )}
                <span>{value ?? row.why[i]}</span>
                {row.came[i] && <small>{messages.came}</small>}
              </td>
            ))}
            {row.differences.slice(1).map((by, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              <td key={i} data-sign={signOf(by)}>
                <span>{by ?? '–'}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const share = (value: number | null | undefined, most: number) => Math.round((1000 * Math.abs(value ?? 0)) / most) / 10

function signOf(difference: string | null): 'more' | 'less' | undefined {
  if (difference === null || difference === '0') return undefined
  return difference.startsWith('+') ? 'more' : 'less'
}
