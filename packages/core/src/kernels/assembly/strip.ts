import { at, DUMP, EDGE, STRIP } from './memory'

/**
 * A strip of `out`: 8 columns of all of its rows, out[r] += sum over k of a[r,k] b[k], computed in tiles of up to 4 rows.
 * Steps are in bytes. There is one strip, at a place of its own, which is filled in anew for each: so none is allocated.
 */
@unmanaged
export class Strip {
  /** Row 0 of `out`, and the distance of its rows. */
  out: usize
  outStep: usize
  /** a[0,0], and the distances of rows and of columns. */
  a: usize
  rowStep: usize
  kStep: usize
  /** Row 0 of b, and the distance of its rows. */
  b: usize
  bStep: usize

  /**
   * The tile of rows `r` to `r + rows - 1`, 1 to 4: adds what k from `first` to `end - 1` give, in that order. All 32 sums
   * stay in registers. Rows that the tile lacks are computed as its first once more, and go to the dump.
   */
  add(r: i32, rows: i32, first: i32, end: i32): void {
    const outStep = this.outStep
    const rowStep = this.rowStep
    const kStep = this.kStep
    const bStep = this.bStep
    const o0 = this.out + outStep * r
    let a0 = this.a + rowStep * r + kStep * first
    let b = this.b + bStep * first
    if (rows == 1) return addRow(o0, a0, kStep, b, bStep, end - first)
    const o1 = o0 + outStep
    const o2 = rows > 2 ? o1 + outStep : DUMP
    const o3 = rows > 3 ? o2 + outStep : DUMP
    let a1 = a0 + rowStep
    let a2 = rows > 2 ? a1 + rowStep : a0
    let a3 = rows > 3 ? a2 + rowStep : a0
    let c00 = v128.load(o0)
    let c01 = v128.load(o0, 16)
    let c10 = v128.load(o1)
    let c11 = v128.load(o1, 16)
    let c20 = v128.load(o2)
    let c21 = v128.load(o2, 16)
    let c30 = v128.load(o3)
    let c31 = v128.load(o3, 16)
    for (let depth = end - first; depth > 0; depth--) {
      const b0 = v128.load(b)
      const b1 = v128.load(b, 16)
      let p = v128.load_splat<f32>(a0)
      c00 = f32x4.add(c00, f32x4.mul(p, b0))
      c01 = f32x4.add(c01, f32x4.mul(p, b1))
      p = v128.load_splat<f32>(a1)
      c10 = f32x4.add(c10, f32x4.mul(p, b0))
      c11 = f32x4.add(c11, f32x4.mul(p, b1))
      p = v128.load_splat<f32>(a2)
      c20 = f32x4.add(c20, f32x4.mul(p, b0))
      c21 = f32x4.add(c21, f32x4.mul(p, b1))
      p = v128.load_splat<f32>(a3)
      c30 = f32x4.add(c30, f32x4.mul(p, b0))
      c31 = f32x4.add(c31, f32x4.mul(p, b1))
      a0 += kStep
      a1 += kStep
      a2 += kStep
      a3 += kStep
      b += bStep
    }
    v128.store(o0, c00)
    v128.store(o0, c01, 16)
    v128.store(o1, c10)
    v128.store(o1, c11, 16)
    v128.store(o2, c20)
    v128.store(o2, c21, 16)
    v128.store(o3, c30)
    v128.store(o3, c31, 16)
  }

  /** The same, but of its row i the tile keeps columns `max(0, i + lo)` to `min(n, i + hi) - 1` alone. */
  addWithin(r: i32, rows: i32, first: i32, end: i32, lo: i32, hi: i32, n: i32): void {
    const out = this.out
    const outStep = this.outStep
    const row = out + outStep * r
    for (let i = 0; i < rows; i++) copy(EDGE + 32 * i, row + outStep * i, max(0, i + lo), min(n, i + hi))
    this.out = EDGE - 32 * r
    this.outStep = 32
    this.add(r, rows, first, end)
    this.out = out
    this.outStep = outStep
    for (let i = 0; i < rows; i++) copy(row + outStep * i, EDGE + 32 * i, max(0, i + lo), min(n, i + hi))
  }
}

/** The one that there is. */
@inline
export function theStrip(): Strip {
  return changetype<Strip>(STRIP)
}

function addRow(out: usize, a: usize, kStep: usize, b: usize, bStep: usize, depth: i32): void {
  let c0 = v128.load(out)
  let c1 = v128.load(out, 16)
  for (; depth > 0; depth--) {
    const p = v128.load_splat<f32>(a)
    c0 = f32x4.add(c0, f32x4.mul(p, v128.load(b)))
    c1 = f32x4.add(c1, f32x4.mul(p, v128.load(b, 16)))
    a += kStep
    b += bStep
  }
  v128.store(out, c0)
  v128.store(out, c1, 16)
}

function copy(to: usize, from: usize, first: i32, end: i32): void {
  for (let i = first; i < end; i++) store<f32>(at(to, i), load<f32>(at(from, i)))
}
