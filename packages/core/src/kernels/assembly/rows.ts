import { at, loadFour, storeFour } from './memory'

/** out = a + scale * b, over n numbers. */
export function addScaled(out: usize, a: usize, b: usize, scale: f32, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    const product = f32x4.mul(loadFour(at(b, i), n - i, 0), f32x4.splat(scale))
    storeFour(at(out, i), f32x4.add(loadFour(at(a, i), n - i, 0), product), n - i)
  }
}

/** out[t] = row, for every row of n numbers; zeros where `row` is 0. */
export function fillRows(out: usize, row: usize, from: i32, to: i32, n: i32): void {
  const bytes = (<usize>n) << 2
  if (row) for (let t = from; t < to; t++) memory.copy(out + bytes * t, row, bytes)
  else memory.fill(out + bytes * from, 0, bytes * (to - from))
}

/** out += sum over t of x[t], rows of n numbers. */
export function addRows(out: usize, x: usize, from: i32, to: i32, n: i32): void {
  for (let t = from; t < to; t++) addScaled(out, out, at(x, t * n), 1, n)
}

/** Columns `max(0, r + lo)` to `min(limit, r + hi) - 1` of out[r] become 0, the others of `width` minus infinity. */
export function maskRows(out: usize, width: i32, from: i32, to: i32, limit: i32, lo: i32, hi: i32): void {
  for (let r = from; r < to; r++) {
    const row = at(out, r * width)
    const first = max(0, r + lo)
    const end = min(limit, r + hi)
    for (let i = 0; i < first; i++) store<f32>(at(row, i), -Infinity)
    if (end > first) memory.fill(at(row, first), 0, (<usize>(end - first)) << 2)
    for (let i = max(first, end); i < width; i++) store<f32>(at(row, i), -Infinity)
  }
}
