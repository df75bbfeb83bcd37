import { kernelsFor } from '../kernels/arena'
import type { Floats } from '../tensor/tensor'

/** out[t] = x[t] * rrms * w, with rrms = 1 / sqrt(mean of x^2 + eps), the reciprocal root mean square. out, x [T,C]; w [C]. Zhang and Sennrich, 2019, https://arxiv.org/abs/1910.07467 */
export function rmsnormForward(
  out: Floats,
  x: Floats,
  w: Floats,
  from: number,
  to: number,
  C: number,
  eps: number,
): void {
  const kernels = kernelsFor(out, x, w)
  if (kernels) {
    kernels.normRows(out.byteOffset, x.byteOffset, w.byteOffset, 0, from, to, C, eps, false)
    return
  }
  for (let t = from; t < to; t++) {
    const rrms = rrmsOf(x, t, C, eps)
    for (let c = 0; c < C; c++) out[t * C + c] = x[t * C + c]! * rrms * w[c]!
  }
}

/**
 * Forward: out = n * w with n = x * rrms. So dw += dout * n, and with dn = dout * w, dx += rrms * (dn - n * mean(dn * n)):
 * the mean square of x takes part in every element. It is computed again rather than kept.
 */
export function rmsnormBackward(
  dx: Floats,
  dw: Floats,
  dout: Floats,
  x: Floats,
  w: Floats,
  from: number,
  to: number,
  C: number,
  eps: number,
): void {
  const kernels = kernelsFor(dx, dw, dout, x, w)
  if (kernels) {
    const [dxs, dws] = [dx.byteOffset, dw.byteOffset]
    kernels.normRowsBackward(dxs, dws, 0, dout.byteOffset, x.byteOffset, w.byteOffset, from, to, C, eps, false)
    return
  }
  for (let t = from; t < to; t++) {
    const rrms = rrmsOf(x, t, C, eps)
    let dnnMean = 0
    for (let c = 0; c < C; c++) {
      const i = t * C + c
      const n = x[i]! * rrms
      const d = dout[i]!
      dnnMean += (d * w[c]! * n) / C
      dw[c]! += d * n
    }
    for (let c = 0; c < C; c++) {
      const i = t * C + c
      const n = x[i]! * rrms
      dx[i]! += rrms * (dout[i]! * w[c]! - n * dnnMean)
    }
  }
}

function rrmsOf(x: Floats, t: number, C: number, eps: number): number {
  let sum = 0
  for (let c = 0; c < C; c++) sum += x[t * C + c]! ** 2
  return 1 / Math.sqrt(sum / C + eps)
}
