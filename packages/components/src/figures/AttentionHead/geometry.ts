import { formatShort } from '../../kit'
import type { Read } from './data'

/** CSS pixels: the picture's longest side, its widest cell, and the cell from which the matrix scrolls instead of shrinking. */
const SIDE_PX = 560
const MAX_CELL_PX = 96
export const MIN_CELL_PX = 5
/** Numbers stand in cells from this size up, labels this far apart. */
const VALUE_CELL_PX = 28
const LABEL_PX = 14
/** Width of a letter of the label face: 11 px monospace. */
export const LETTER_PX = 6.7
/** Height of the arcs above the matrix. */
export const ARC_PX = 88
/** Weights under this get no arc. */
const MIN_ARC_WEIGHT = 0.01

export function sideOf(columns: number): number {
  return Math.min(SIDE_PX, MAX_CELL_PX * columns)
}

/** Every how-many-th label is shown so that they do not touch: 1, 2, 4, 8 ... */
export function labelStride(cellPx: number): number {
  let stride = 1
  while (stride * cellPx < LABEL_PX && stride < 64) stride *= 2
  return stride
}

/** Whether the label of this index is shown: every stride-th, and the one in focus at the cost of those beside it. */
export function isLabelled(index: number, stride: number, focus: number): boolean {
  if (index === focus) return true
  return index % stride === 0 && (focus < 0 || Math.abs(index - focus) >= stride)
}

/** Whether tokens of these lengths fit side by side over columns of this width; else they stand upright. */
export function labelsLie(lengths: readonly number[], cellPx: number): boolean {
  return lengths.every((length) => length * LETTER_PX + 10 <= cellPx)
}

export function showsValues(cellPx: number): boolean {
  return cellPx >= VALUE_CELL_PX
}

/** A weight or score for a cell: as many decimals as it has room for, `0` for what rounds to nothing. */
export function cellText(value: number, cellPx: number): string {
  const most = cellPx >= 40 || Math.abs(value) <= 1 ? 2 : 1
  const texts = Array.from({ length: most + 1 }, (_, less) => shortest(value, most - less))
  return texts.find((text) => text.length * LETTER_PX + 1 <= cellPx) ?? (texts.at(-1) as string)
}

function shortest(value: number, decimals: number): string {
  return Math.abs(value) < 0.5 / 10 ** decimals ? '0' : formatShort(value, decimals)
}

export interface Arc extends Read {
  /** SVG path from the query's column to the key's, in pixels; the baseline is `heightPx`. */
  readonly path: string
  /** Stroke width in pixels at full weight. */
  readonly widthPx: number
}

/** One arc per key that the query reads with at least `MIN_ARC_WEIGHT`, lightest first so that the heaviest lies on top. */
export function arcsOf(reads: readonly Read[], query: number, n: number, cellPx: number, heightPx: number): Arc[] {
  const middle = (index: number) => round((index + 0.5) * cellPx)
  const from = middle(query)
  return reads
    .filter(({ weight }) => weight >= MIN_ARC_WEIGHT)
    .sort((a, b) => a.weight - b.weight)
    .map(({ key, weight }) => {
      const to = middle(key)
      const span = Math.abs(query - key)
      // A cubic's top lies at three quarters of its handles' height.
      const rise = (heightPx * (0.3 + 0.65 * Math.sqrt(span / Math.max(1, n - 1)))) / 0.75
      const loop = Math.min(cellPx * 0.7, 28)
      const [a, b] = span === 0 ? [from - loop, from + loop] : [from, to]
      const top = round(heightPx - (span === 0 ? Math.min(rise, heightPx * 0.45) : rise))
      return {
        key,
        weight,
        path: `M${from} ${heightPx}C${round(a)} ${top} ${round(b)} ${top} ${to} ${heightPx}`,
        widthPx: arcWidth(weight),
      }
    })
}

/** Thickness in pixels, proportional to weight but for a hair's breadth at the thin end. */
export function arcWidth(weight: number): number {
  return round(Math.max(0.75, 8 * Math.min(1, weight)))
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
