import type { Matrix } from '../tensor/matrix'
import { ALL, type Kernels } from './exports'

/** A part of a table: of the columns `first` to `end - 1`, row r has those from `r + lo` to `r + hi - 1`. */
export interface Band {
  readonly first: number
  readonly end: number
  readonly lo: number
  readonly hi: number
}

/** Every row has them all. */
export function allColumns(end: number): Band {
  return { first: 0, end, lo: -ALL, hi: ALL }
}

/** The band of the transposed table, of which the rows `from` to `to - 1` are meant. */
export function transposedBand({ lo, hi }: Band, from: number, to: number): Band {
  return { first: from, end: to, lo: 1 - hi, hi: 1 - lo }
}

/** Of one of the products: rows of `out`, which part of the table, how long the rows (or dot products) are, what all is multiplied by. */
export interface Extent {
  readonly from: number
  readonly to: number
  readonly band: Band
  readonly length: number
  readonly scale: number
}

/** out[r] += scale * sum over k of table[r,k] b[k], over the k of the band; rows of `out` and b lie in one piece. */
export function fastProducts(kernels: Kernels, out: Matrix, table: Matrix, b: Matrix, extent: Extent): void {
  const { from, to, band, length, scale } = extent
  kernels.addProducts(
    addressOf(out),
    out.rowStep,
    addressOf(table),
    table.rowStep,
    table.columnStep,
    addressOf(b),
    b.rowStep,
    from,
    to,
    band.first,
    band.end,
    band.lo,
    band.hi,
    length,
    scale,
  )
}

/** table[r,n] += scale * a[r] . b[n], over the n of the band; all rows lie in one piece. */
export function fastDots(kernels: Kernels, table: Matrix, a: Matrix, b: Matrix, extent: Extent): void {
  const { from, to, band, length, scale } = extent
  kernels.addDots(
    addressOf(table),
    table.rowStep,
    addressOf(a),
    a.rowStep,
    addressOf(b),
    b.rowStep,
    from,
    to,
    band.first,
    band.end,
    band.lo,
    band.hi,
    length,
    scale,
  )
}

/** What the kernels call a place: bytes from the start of their memory. */
export function addressOf({ data, first }: Matrix): number {
  return data.byteOffset + 4 * first
}
