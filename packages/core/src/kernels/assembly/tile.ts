import { at, DUMP, PANEL, TILE } from './memory'

/** Packs rows `k0` to `k1 - 1` of 8 columns of B (of which there are `n`), times `scale`, into the panel. */
export function packColumns(B: usize, step: i32, k0: i32, k1: i32, n: i32, scale: f32): void {
  let to = PANEL
  const s = f32x4.splat(scale)
  for (let k = k0; k < k1; k++) {
    const row = at(B, k * step)
    if (n >= 8) {
      v128.store(to, f32x4.mul(v128.load(row), s))
      v128.store(to, f32x4.mul(v128.load(row, 16), s), 16)
    } else for (let j = 0; j < n; j++) store<f32>(at(to, j), load<f32>(at(row, j)) * scale)
    to += 32
  }
}

/** The same of B transposed: column k of its rows 0 to `n - 1` becomes row k of the panel. */
export function packRows(B: usize, step: i32, k0: i32, k1: i32, n: i32, scale: f32): void {
  let to = PANEL
  let k = k0
  if (n >= 8)
    for (; k + 4 <= k1; k += 4) {
      for (let half = 0; half < 2; half++) packSquare(to + 16 * half, at(B, 4 * half * step + k), step, scale)
      to += 128
    }
  for (; k < k1; k++) {
    for (let j = 0; j < n; j++) store<f32>(at(to, j), load<f32>(at(B, j * step + k)) * scale)
    to += 32
  }
}

/** Four rows of four, transposed. */
@inline
function packSquare(to: usize, from: usize, step: i32, scale: f32): void {
  const s = f32x4.splat(scale)
  const r0 = f32x4.mul(v128.load(from), s)
  const r1 = f32x4.mul(v128.load(at(from, step)), s)
  const r2 = f32x4.mul(v128.load(at(from, 2 * step)), s)
  const r3 = f32x4.mul(v128.load(at(from, 3 * step)), s)
  const a = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5)
  const b = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7)
  const c = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5)
  const d = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7)
  v128.store(to, v128.shuffle<f64>(a, c, 0, 2))
  v128.store(to, v128.shuffle<f64>(a, c, 1, 3), 32)
  v128.store(to, v128.shuffle<f64>(b, d, 0, 2), 64)
  v128.store(to, v128.shuffle<f64>(b, d, 1, 3), 96)
}

/**
 * out[r] += sum over k of a[r,k] b[k], for 1 to 4 rows of 8 columns and `depth` k, in the order of k. Steps are in bytes.
 * All 32 sums stay in registers. Rows that are wanting are those of row 0 again, and go to the dump.
 */
export function tile(
  out: usize,
  outStep: usize,
  a: usize,
  rowStep: usize,
  kStep: usize,
  b: usize,
  bStep: usize,
  depth: i32,
  rows: i32,
): void {
  if (rows == 1) return tileOfOne(out, a, kStep, b, bStep, depth)
  const o1 = out + outStep
  const o2 = rows > 2 ? o1 + outStep : DUMP
  const o3 = rows > 3 ? o2 + outStep : DUMP
  let a1 = a + rowStep
  let a2 = rows > 2 ? a1 + rowStep : a
  let a3 = rows > 3 ? a2 + rowStep : a
  let c00 = v128.load(out)
  let c01 = v128.load(out, 16)
  let c10 = v128.load(o1)
  let c11 = v128.load(o1, 16)
  let c20 = v128.load(o2)
  let c21 = v128.load(o2, 16)
  let c30 = v128.load(o3)
  let c31 = v128.load(o3, 16)
  for (; depth > 0; depth--) {
    const b0 = v128.load(b)
    const b1 = v128.load(b, 16)
    let p = v128.load_splat<f32>(a)
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
    a += kStep
    a1 += kStep
    a2 += kStep
    a3 += kStep
    b += bStep
  }
  v128.store(out, c00)
  v128.store(out, c01, 16)
  v128.store(o1, c10)
  v128.store(o1, c11, 16)
  v128.store(o2, c20)
  v128.store(o2, c21, 16)
  v128.store(o3, c30)
  v128.store(o3, c31, 16)
}

function tileOfOne(out: usize, a: usize, kStep: usize, b: usize, bStep: usize, depth: i32): void {
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

/** A tile of which row r keeps columns `max(0, r + lo)` to `min(n, r + hi) - 1` alone. */
export function tileWithin(
  out: usize,
  outStep: usize,
  a: usize,
  rowStep: usize,
  kStep: usize,
  b: usize,
  bStep: usize,
  depth: i32,
  rows: i32,
  lo: i32,
  hi: i32,
  n: i32,
): void {
  for (let r = 0; r < rows; r++) copyWithin(TILE + 32 * r, out + outStep * r, max(0, r + lo), min(n, r + hi))
  tile(TILE, 32, a, rowStep, kStep, b, bStep, depth, rows)
  for (let r = 0; r < rows; r++) copyWithin(out + outStep * r, TILE + 32 * r, max(0, r + lo), min(n, r + hi))
}

function copyWithin(to: usize, from: usize, first: i32, end: i32): void {
  for (let i = first; i < end; i++) store<f32>(at(to, i), load<f32>(at(from, i)))
}
