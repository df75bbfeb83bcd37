import type { VisibleKeys } from '../traces/visibleKeys'

/**
 * The staircases of a matrix of queries (down) by keys (across), for CSS `clip-path`: which of its cells are masked, which a
 * sliding window has left behind, and which are seen.
 */

/** Every cell whose key comes after the last that its query sees. */
export function maskedPolygon({ last }: Pick<VisibleKeys, 'last'>): string {
  return `polygon(${stairs(last.map((key) => key + 1)).join(',')},100% 0)`
}

/** Every cell whose key comes before the first that its query sees. */
export function outsidePolygon({ first }: Pick<VisibleKeys, 'first'>): string {
  return `polygon(0 0,${stairs(first).join(',')},0 100%)`
}

/** The cells from the first to the last key of every query. */
export function seenPolygon({ first, last }: VisibleKeys): string {
  return `polygon(${[...stairs(last.map((key) => key + 1)), ...stairs(first).reverse()].join(',')})`
}

/** The corners of an edge that stands left of column `edge[row]` in each row, from the top down. */
function stairs(edge: readonly number[]): string[] {
  const percent = (index: number) => `${Math.round((index / edge.length) * 100_000) / 1000}%`
  return edge.flatMap((column, row) => [`${percent(column)} ${percent(row)}`, `${percent(column)} ${percent(row + 1)}`])
}
