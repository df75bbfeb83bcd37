import type { PositionRanges } from '../trace/types'

/** Ascending positions as half-open ranges: 0, 1, 2, 5 is [[0, 3], [5, 6]]. */
export function rangesOf(positions: readonly number[]): PositionRanges {
  return joined(positions.map((position) => [position, position + 1]))
}

/** The same positions in ascending ranges that do not touch. */
export function joined(ranges: PositionRanges): PositionRanges {
  const all: [number, number][] = []
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = all.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else if (from < to) all.push([from, to])
  }
  return all
}

/** The positions from `from` to `to - 1`. */
export function positionsBetween(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)
}
