import { kernelsFor } from '../kernels/arena'
import { allColumns, fastDots, fastProducts } from '../kernels/products'
import { type Matrix, transposed } from '../tensor/matrix'

// The two operations in which nearly all time goes. A row comes out with the same bits whatever rows are computed with it.

/** out[r] += sum over k of a[r,k] b[k], for rows `from` to `to - 1`. out[,N], a[,K], b[K,N]. Returns its multiply-adds. */
export function addProducts(out: Matrix, a: Matrix, b: Matrix, from: number, to: number, K: number, N: number): number {
  const kernels = kernelsFor(out.data, a.data, b.data)
  if (!kernels) return addTiles(out, a, b, from, to, K, N)
  fastProducts(kernels, out, a, b, { from, to, band: allColumns(K), length: N, scale: 1 })
  return (to - from) * K * N
}

/** out[r,n] += a[r] . b[n], for rows `from` to `to - 1`. out[,N], a[,K], b[N,K]. Returns its multiply-adds. */
export function addDots(out: Matrix, a: Matrix, b: Matrix, from: number, to: number, K: number, N: number): number {
  const kernels = kernelsFor(out.data, a.data, b.data)
  if (!kernels) return addTiles(out, a, transposed(b), from, to, K, N)
  fastDots(kernels, out, a, b, { from, to, band: allColumns(N), length: K, scale: 1 })
  return (to - from) * K * N
}

/** A part of `out`: its first row and column, and up to four of each. */
interface Tile {
  row: number
  column: number
  rows: number
  columns: number
}

/**
 * Both of the above in plain TypeScript: out[r,n] += sum over k of a[r,k] b[k,n], tile by tile. Sixteen multiply-adds for
 * eight loads, none waiting for another.
 */
function addTiles(out: Matrix, a: Matrix, b: Matrix, from: number, to: number, K: number, N: number): number {
  const tile: Tile = { row: from, column: 0, rows: 0, columns: 0 }
  let macs = 0
  for (tile.column = 0; tile.column < N; tile.column += 4) {
    tile.columns = Math.min(4, N - tile.column)
    for (tile.row = from; tile.row < to; tile.row += tile.rows) {
      // Of a tile for one or two rows, most would be thrown away.
      tile.rows = to - tile.row > 2 ? Math.min(4, to - tile.row) : 1
      if (tile.rows > 1) addTile(out, a, b, tile, K)
      else addRow(out, a, b, tile, K)
      macs += tile.rows * tile.columns * K
    }
  }
  return macs
}

/**
 * A tile of three or four rows. Where it has fewer than four rows or columns, those that are missing are computed as its
 * first once more, and dropped. `| 0` tells the engine that places are whole numbers, which saves it a check each.
 */
function addTile(out: Matrix, a: Matrix, b: Matrix, { row, column, rows, columns }: Tile, K: number): void {
  const [x, y] = [a.data, b.data]
  const down1 = a.rowStep | 0
  const down2 = (2 * a.rowStep) | 0
  const down3 = rows > 3 ? (3 * a.rowStep) | 0 : 0
  const on1 = columns > 1 ? b.columnStep | 0 : 0
  const on2 = columns > 2 ? (2 * b.columnStep) | 0 : 0
  const on3 = columns > 3 ? (3 * b.columnStep) | 0 : 0
  const aStep = a.columnStep | 0
  const bStep = b.rowStep | 0
  let p0 = 0
  let p1 = 0
  let p2 = 0
  let p3 = 0
  let q0 = 0
  let q1 = 0
  let q2 = 0
  let q3 = 0
  let r0 = 0
  let r1 = 0
  let r2 = 0
  let r3 = 0
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let i = (a.first + row * a.rowStep) | 0
  let j = (b.first + column * b.columnStep) | 0
  for (let k = 0; k < K; k++) {
    const y0 = y[j]!
    const y1 = y[(j + on1) | 0]!
    const y2 = y[(j + on2) | 0]!
    const y3 = y[(j + on3) | 0]!
    const p = x[i]!
    const q = x[(i + down1) | 0]!
    const r = x[(i + down2) | 0]!
    const s = x[(i + down3) | 0]!
    p0 += p * y0
    p1 += p * y1
    p2 += p * y2
    p3 += p * y3
    q0 += q * y0
    q1 += q * y1
    q2 += q * y2
    q3 += q * y3
    r0 += r * y0
    r1 += r * y1
    r2 += r * y2
    r3 += r * y3
    s0 += s * y0
    s1 += s * y1
    s2 += s * y2
    s3 += s * y3
    i = (i + aStep) | 0
    j = (j + bStep) | 0
  }
  const at = out.first + row * out.rowStep + column
  addFour(out, at, columns, p0, p1, p2, p3)
  addFour(out, at + out.rowStep, columns, q0, q1, q2, q3)
  addFour(out, at + 2 * out.rowStep, columns, r0, r1, r2, r3)
  if (rows > 3) addFour(out, at + 3 * out.rowStep, columns, s0, s1, s2, s3)
}

/** out[at ...] += the first `n` of four values. */
function addFour({ data }: Matrix, at: number, n: number, a: number, b: number, c: number, d: number): void {
  data[at]! += a
  if (n > 1) data[at + 1]! += b
  if (n > 2) data[at + 2]! += c
  if (n > 3) data[at + 3]! += d
}

/** A tile of one row: a decode step has no other. */
function addRow(out: Matrix, a: Matrix, b: Matrix, { row, column, columns }: Tile, K: number): void {
  const [x, y] = [a.data, b.data]
  const [aStep, bStep] = [a.columnStep | 0, b.rowStep | 0]
  const ai = (a.first + row * a.rowStep) | 0
  const oi = out.first + row * out.rowStep
  for (let n = column; n < column + columns; n++) {
    const bi = (b.first + n * b.columnStep) | 0
    let sum = 0
    for (let k = 0; k < K; k++) sum += x[ai + k * aStep]! * y[bi + k * bStep]!
    out.data[oi + n]! += sum
  }
}
