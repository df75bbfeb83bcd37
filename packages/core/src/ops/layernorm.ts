import { kernelsFor } from '../kernels/arena'
import type { Floats } from '../tensor/tensor'

/** out[t] = (x[t] - mean) * rstd * w + b, with rstd = 1 / sqrt(variance + eps). out, x [T,C]; w, b [C]. */
export function layernormForward(
  out: Floats,
  x: Floats,
  w: Floats,
  b: Floats | undefined,
  from: number,
  to: number,
  C: number,
  eps: number,
): void {
  const kernels = kernelsFor(out, x, w, b)
  if (kernels) {
    const [o, xs, ws, bs] = [out.byteOffset, x.byteOffset, w.byteOffset, b?.byteOffset ?? 0]
    kernels.normRows(o, xs, ws, bs, from, to, C, eps, true)
    return
  }
  for (let t = from; t < to; t++) {
    const mean = meanOf(x, t, C)
    const rstd = rstdOf(x, t, C, mean, eps)
    for (let c = 0; c < C; c++) {
      const i = t * C + c
      out[i] = (x[i]! - mean) * rstd * w[c]! + (b ? b[c]! : 0)
    }
  }
}

/**
 * Forward: out = n * w + b with n = (x - mean) * rstd. So db += dout, dw += dout * n, and with dn = dout * w,
 * dx += rstd * (dn - mean(dn) - n * mean(dn * n)): mean and variance of x take part in every element.
 * Mean and rstd are computed again rather than kept.
 */
export function layernormBackward(
  dx: Floats,
  dw: Floats,
  db: Floats | undefined,
  dout: Floats,
  x: Floats,
  w: Floats,
  from: number,
  to: number,
  C: number,
  eps: number,
): void {
  const kernels = kernelsFor(dx, dw, dout, x, w, db)
  if (kernels) {
    const [dxs, dws, dbs] = [dx.byteOffset, dw.byteOffset, db?.byteOffset ?? 0]
    kernels.normRowsBackward(dxs, dws, dbs, dout.byteOffset, x.byteOffset, w.byteOffset, from, to, C, eps, true)
    return
  }
  for (let t = from; t < to; t++) {
    const mean = meanOf(x, t, C)
    const rstd = rstdOf(x, t, C, mean, eps)
    let dnMean = 0
    let dnnMean = 0
    for (let c = 0; c < C; c++) {
      const i = t * C + c
      const n = (x[i]! - mean) * rstd
      const d = dout[i]!
      const dn = d * w[c]!
      dnMean += dn / C
      dnnMean += (dn * n) / C
      dw[c]! += d * n
      if (db) db[c]! += d
    }
    for (let c = 0; c < C; c++) {
      const i = t * C + c
      const n = (x[i]! - mean) * rstd
      dx[i]! += rstd * (dout[i]! * w[c]! - dnMean - n * dnnMean)
    }
  }
}

function meanOf(x: Floats, t: number, C: number): number {
  let sum = 0
  for (let c = 0; c < C; c++) sum += x[t * C + c]!
  return sum / C
}

function rstdOf(x: Floats, t: number, C: number, mean: number, eps: number): number {
  let sum = 0
  for (let c = 0; c < C; c++) sum += (x[t * C + c]! - mean) ** 2
  return 1 / Math.sqrt(sum / C + eps)
}
