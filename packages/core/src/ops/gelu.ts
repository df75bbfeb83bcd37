import { kernelsFor } from '../kernels/arena'
import type { Floats } from '../tensor/tensor'
import { erf } from './erf'

const ROOT = Math.sqrt(2 / Math.PI)
const CUBIC = 0.044715

/**
 * out = x * s(x), element by element; both [T,H]. Exactly, s is the normal distribution's (1 + erf(x / sqrt 2)) / 2; in
 * GPT-2's approximation (1 + tanh u) / 2, with u = sqrt(2/pi) (x + 0.044715 x^3), which is 1 / (1 + exp(-2u)).
 */
export function geluForward(out: Floats, x: Floats, exact: boolean, from: number, to: number, H: number): void {
  const kernels = exact ? undefined : kernelsFor(out, x)
  const at = 4 * from * H
  if (kernels) {
    kernels.gelu(out.byteOffset + at, x.byteOffset + at, (to - from) * H)
    return
  }
  for (let i = from * H; i < to * H; i++) {
    const a = x[i]!
    out[i] = a * (exact ? normalShare(a) : logisticShare(a))
  }
}

/**
 * Forward: out = x s(x). So dx += dout * (s + x s'), with s' = exp(-x^2 / 2) / sqrt(2 pi), or s (1 - s) 2u'.
 */
export function geluBackward(
  dx: Floats,
  dout: Floats,
  x: Floats,
  exact: boolean,
  from: number,
  to: number,
  H: number,
): void {
  const kernels = exact ? undefined : kernelsFor(dx, dout, x)
  const at = 4 * from * H
  if (kernels) {
    kernels.geluBackward(dx.byteOffset + at, dout.byteOffset + at, x.byteOffset + at, (to - from) * H)
    return
  }
  for (let i = from * H; i < to * H; i++) {
    const a = x[i]!
    const s = exact ? normalShare(a) : logisticShare(a)
    const slope = exact ? 0.5 * ROOT * Math.exp((-a * a) / 2) : s * (1 - s) * 2 * ROOT * (1 + 3 * CUBIC * a * a)
    dx[i]! += dout[i]! * (s + a * slope)
  }
}

function normalShare(x: number): number {
  return 0.5 * (1 + erf(x * Math.SQRT1_2))
}

function logisticShare(x: number): number {
  return 1 / (1 + Math.exp(-2 * ROOT * (x + CUBIC * x * x * x)))
}
