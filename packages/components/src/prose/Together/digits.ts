import { formatShort } from '../../messages/format'

/** Numbers beside each other, and what they differ from the first by, in the same decimals: the digits shown add up. */
export interface ShownTogether {
  /** `null` where there is no number. */
  readonly values: readonly (string | null)[]
  /** With a sign; `null` for the first, and where one of the two is missing. `0` where nothing differs in these digits. */
  readonly differences: readonly (string | null)[]
}

const MOST = 6

/** So many decimals that the largest has three significant digits. */
export function decimalsFor(values: readonly (number | null)[]): number {
  const most = Math.max(...values.map((value) => Math.abs(value ?? 0)))
  if (most === 0 || !Number.isFinite(most)) return 2
  return Math.min(MOST, Math.max(0, 2 - Math.floor(Math.log10(most))))
}

export function showTogether(values: readonly (number | null)[], decimals: number): ShownTogether {
  const unit = 10 ** decimals
  const rounded = values.map((value) => (value === null ? null : Math.round(value * unit)))
  const [first = null] = rounded
  return {
    values: rounded.map((value, i) => {
      if (value === null) return null
      const shown = formatShort(value / unit, decimals)
      // What rounds to nothing is not nothing.
      return value === 0 && (values[i] as number) > 0 ? `<${formatShort(1 / unit, decimals)}` : shown
    }),
    differences: rounded.map((value, i) => {
      if (i === 0 || value === null || first === null) return null
      const by = value - first
      return by === 0 ? '0' : `${by > 0 ? '+' : ''}${formatShort(by / unit, decimals)}`
    }),
  }
}
