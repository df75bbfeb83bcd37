import { at, loadFour, storeFour, sumOf } from './memory'

/** LayerNorm if `centred`, else RMSNorm: out[t] = (x[t] - mean) * rstd * w + b; RMSNorm takes the mean for 0. A `b` at address 0 means that there is none. */
export function normRows(
  out: usize,
  x: usize,
  w: usize,
  b: usize,
  from: i32,
  to: i32,
  C: i32,
  eps: f32,
  centred: bool,
): void {
  for (let t = from; t < to; t++) {
    const row = at(x, t * C)
    const mean = f32x4.splat(centred ? meanOf(row, C) : 0)
    const rstd = f32x4.splat(rstdOf(row, C, mean, eps))
    for (let c = 0; c < C; c += 4) {
      const n = f32x4.mul(f32x4.sub(loadFour(at(row, c), C - c, 0), mean), rstd)
      let y = f32x4.mul(n, loadFour(at(w, c), C - c, 0))
      if (b) y = f32x4.add(y, loadFour(at(b, c), C - c, 0))
      storeFour(at(out, t * C + c), y, C - c)
    }
  }
}

/**
 * Forward: out = n * w + b with n = (x - mean) * rstd. So db += dout, dw += dout * n, and with dn = dout * w,
 * dx += rstd * (dn - mean(dn) - n * mean(dn * n)); without a mean in the forward, mean(dn) does not come in.
 */
export function normRowsBackward(
  dx: usize,
  dw: usize,
  db: usize,
  dout: usize,
  x: usize,
  w: usize,
  from: i32,
  to: i32,
  C: i32,
  eps: f32,
  centred: bool,
): void {
  for (let t = from; t < to; t++) {
    const row = at(x, t * C)
    const drow = at(dout, t * C)
    const mean = f32x4.splat(centred ? meanOf(row, C) : 0)
    const rstd = f32x4.splat(rstdOf(row, C, mean, eps))
    let dns = f32x4.splat(0)
    let dnns = f32x4.splat(0)
    for (let c = 0; c < C; c += 4) {
      // Beyond the row's end d is 0, and so is all that is made of it.
      const d = loadFour(at(drow, c), C - c, 0)
      const n = f32x4.mul(f32x4.sub(loadFour(at(row, c), C - c, 0), mean), rstd)
      const dn = f32x4.mul(d, loadFour(at(w, c), C - c, 0))
      dns = f32x4.add(dns, dn)
      dnns = f32x4.add(dnns, f32x4.mul(dn, n))
      storeFour(at(dw, c), f32x4.add(loadFour(at(dw, c), C - c, 0), f32x4.mul(d, n)), C - c)
      if (db) storeFour(at(db, c), f32x4.add(loadFour(at(db, c), C - c, 0), d), C - c)
    }
    const dnMean = f32x4.splat(centred ? sumOf(dns) / <f32>C : 0)
    const dnnMean = f32x4.splat(sumOf(dnns) / <f32>C)
    for (let c = 0; c < C; c += 4) {
      const n = f32x4.mul(f32x4.sub(loadFour(at(row, c), C - c, 0), mean), rstd)
      const dn = f32x4.mul(loadFour(at(drow, c), C - c, 0), loadFour(at(w, c), C - c, 0))
      const d = f32x4.mul(rstd, f32x4.sub(f32x4.sub(dn, dnMean), f32x4.mul(n, dnnMean)))
      const to = at(dx, t * C + c)
      storeFour(to, f32x4.add(loadFour(to, C - c, 0), d), C - c)
    }
  }
}

function meanOf(x: usize, C: i32): f32 {
  let sum = f32x4.splat(0)
  for (let c = 0; c < C; c += 4) sum = f32x4.add(sum, loadFour(at(x, c), C - c, 0))
  return sumOf(sum) / <f32>C
}

function rstdOf(x: usize, C: i32, mean: v128, eps: f32): f32 {
  let sum = f32x4.splat(0)
  // Beyond the row's end stands the mean, which is 0 away from itself.
  for (let c = 0; c < C; c += 4) {
    const away = f32x4.sub(loadFour(at(x, c), C - c, f32x4.extract_lane(mean, 0)), mean)
    sum = f32x4.add(sum, f32x4.mul(away, away))
  }
  return 1 / sqrt<f32>(sumOf(sum) / <f32>C + eps)
}
