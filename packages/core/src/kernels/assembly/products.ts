import { at, PANEL, PANEL_DEPTH } from './memory'
import { packColumns, packRows } from './pack'
import { Strip, theStrip } from './strip'

/** With fewer rows, B is read where it lies: packing would cost more than it saves. */
const ROWS_WORTH_PACKING: i32 = 12

/**
 * out[r] += scale * sum over k of a[r,k] B[k], for rows `from` to `to - 1` of O columns, where a[r,k] lies at
 * `r * rowStep + k * kStep`. Row r takes k from `max(k0, r + lo)` to `min(k1, r + hi) - 1`, in that order.
 */
export function addProducts(
  out: usize,
  outStep: i32,
  a: usize,
  rowStep: i32,
  kStep: i32,
  B: usize,
  bStep: i32,
  from: i32,
  to: i32,
  k0: i32,
  k1: i32,
  lo: i32,
  hi: i32,
  O: i32,
  scale: f32,
): void {
  k0 = max(k0, from + lo)
  k1 = min(k1, to - 1 + hi)
  const strip = theStrip()
  strip.outStep = <usize>outStep << 2
  strip.a = a
  strip.rowStep = <usize>rowStep << 2
  strip.kStep = <usize>kStep << 2
  for (let kb = k0; kb < k1; kb += PANEL_DEPTH) {
    const ke = min(k1, kb + PANEL_DEPTH)
    for (let o = 0; o < O; o += 8) {
      const n = O - o
      strip.out = at(out, o)
      if (n < 8 || scale != 1 || to - from >= ROWS_WORTH_PACKING) {
        packColumns(at(B, o), bStep, kb, ke, n, scale)
        strip.bStep = 32
        strip.b = PANEL - 32 * kb
      } else {
        strip.bStep = <usize>bStep << 2
        strip.b = at(B, o)
      }
      for (let r = from; r < to; r += 4) {
        const rows = min(4, to - r)
        // What all rows of the tile take is done at once, between what some of them take before and after it.
        const first = max(kb, r + rows - 1 + lo)
        const end = max(first, min(ke, r + hi))
        if (rows > 1 && r + lo > kb - rows)
          for (let i = r; i < r + rows; i++) addRows(strip, i, 1, max(kb, i + lo), min(first, min(ke, i + hi)), n)
        addRows(strip, r, rows, first, end, n)
        if (rows > 1 && r + hi < ke)
          for (let i = r; i < r + rows; i++) addRows(strip, i, 1, end, min(ke, i + hi), n)
      }
    }
  }
}

/** A tile of a strip that has `n` columns left. */
function addRows(strip: Strip, r: i32, rows: i32, first: i32, end: i32, n: i32): void {
  if (first >= end) return
  if (n >= 8) strip.add(r, rows, first, end)
  else strip.addWithin(r, rows, first, end, -8, 8, n)
}

/**
 * out[r,n] += scale * sum over k of A[r,k] B[n,k], k from 0 to K - 1 in that order, for rows `from` to `to - 1`. Row r
 * has the columns from `max(n0, r + lo)` to `min(n1, r + hi) - 1`; the others are left alone.
 */
export function addDots(
  out: usize,
  outStep: i32,
  A: usize,
  aStep: i32,
  B: usize,
  bStep: i32,
  from: i32,
  to: i32,
  n0: i32,
  n1: i32,
  lo: i32,
  hi: i32,
  K: i32,
  scale: f32,
): void {
  const strip = theStrip()
  strip.outStep = <usize>outStep << 2
  strip.rowStep = <usize>aStep << 2
  strip.kStep = 4
  strip.b = PANEL
  strip.bStep = 32
  for (let n = n0; n < n1; n += 8) {
    const columns = n1 - n
    const first = max(from, n - hi + 1)
    const end = min(to, n + 8 - lo)
    if (first >= end) continue
    strip.out = at(out, n)
    for (let k = 0; k < K; k += PANEL_DEPTH) {
      const ke = min(K, k + PANEL_DEPTH)
      packRows(at(B, n * bStep), bStep, k, ke, columns, scale)
      strip.a = at(A, k)
      for (let r = first; r < end; r += 4) {
        const rows = min(4, end - r)
        if (columns >= 8 && r + rows - 1 + lo <= n && r + hi >= n + 8) strip.add(r, rows, 0, ke - k)
        else strip.addWithin(r, rows, 0, ke - k, r + lo - n, r + hi - n, min(8, columns))
      }
    }
  }
}
