import { at, PANEL } from './memory'

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
