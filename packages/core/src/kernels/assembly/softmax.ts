import { expOf } from './exp'
import { at, loadFour, storeFour, sumOf } from './memory'

/** The largest of n numbers, NaN left out. */
export function maxOf(x: usize, n: i32): f32 {
  let four = f32x4.splat(-Infinity)
  for (let i = 0; i < n; i += 4) four = f32x4.pmax(four, loadFour(at(x, i), n - i, -Infinity))
  return max(
    max(f32x4.extract_lane(four, 0), f32x4.extract_lane(four, 1)),
    max(f32x4.extract_lane(four, 2), f32x4.extract_lane(four, 3)),
  )
}

/** The sum of exp(x - most) over n numbers. */
export function sumOfExp(x: usize, n: i32, most: f32): f32 {
  let sum = f32x4.splat(0)
  for (let i = 0; i < n; i += 4)
    sum = f32x4.add(sum, expOf(f32x4.sub(loadFour(at(x, i), n - i, -Infinity), f32x4.splat(most))))
  return sumOf(sum)
}

/** out[r] = softmax of x[r], over columns `max(0, r + lo)` to `min(limit, r + hi) - 1`; the others of `width` get 0. */
export function softmaxRows(out: usize, x: usize, width: i32, from: i32, to: i32, limit: i32, lo: i32, hi: i32): void {
  for (let r = from; r < to; r++) {
    const row = at(out, r * width)
    const first = max(0, r + lo)
    const end = min(limit, r + hi)
    memory.fill(row, 0, (<usize>first) << 2)
    if (end < width) memory.fill(at(row, end), 0, (<usize>(width - end)) << 2)
    softmaxRow(at(row, first), at(x, r * width + first), end - first)
  }
}

function softmaxRow(out: usize, x: usize, n: i32): void {
  const most = f32x4.splat(maxOf(x, n))
  let sum = f32x4.splat(0)
  for (let i = 0; i < n; i += 4) {
    const e = expOf(f32x4.sub(loadFour(at(x, i), n - i, -Infinity), most))
    sum = f32x4.add(sum, e)
    storeFour(at(out, i), e, n - i)
  }
  const total = f32x4.splat(sumOf(sum))
  for (let i = 0; i < n; i += 4) storeFour(at(out, i), f32x4.div(loadFour(at(out, i), n - i, 0), total), n - i)
}

/** Forward: p = softmax(x). So dx += p * (dp - sum of dp * p), over the same columns. */
export function softmaxRowsBackward(
  dx: usize,
  dp: usize,
  p: usize,
  width: i32,
  from: i32,
  to: i32,
  limit: i32,
  lo: i32,
  hi: i32,
): void {
  for (let r = from; r < to; r++) {
    const first = max(0, r + lo)
    const n = min(limit, r + hi) - first
    const start = (<usize>(r * width + first)) << 2
    let dots = f32x4.splat(0)
    for (let i = 0; i < n; i += 4)
      dots = f32x4.add(dots, f32x4.mul(loadFour(at(dp + start, i), n - i, 0), loadFour(at(p + start, i), n - i, 0)))
    const dot = f32x4.splat(sumOf(dots))
    for (let i = 0; i < n; i += 4) {
      const pull = f32x4.sub(loadFour(at(dp + start, i), n - i, 0), dot)
      const d = f32x4.mul(loadFour(at(p + start, i), n - i, 0), pull)
      storeFour(at(dx + start, i), f32x4.add(loadFour(at(dx + start, i), n - i, 0), d), n - i)
    }
  }
}
