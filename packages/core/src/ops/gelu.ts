import { kernelsFor } from '../kernels/arena'
import type { Floats } from '../tensor/tensor'
import { erf } from './erf'

const ROOT = Math.sqrt(2 / Math.PI)
const CUBIC = 0.044715

/** out = gelu(x), element by element; both [T,H]. Exact by the error function, or GPT-2's approximation by tanh. */
export function geluForward(out: Floats, x: Floats, exact: boolean, from: number, to: number, H: number): void {
  const kernels = exact ? undefined : kernelsFor(out, x)
  const at = 4 * from * H
  if (kernels) {
    kernels.gelu(out.byteOffset + at, x.byteOffset + at, (to - from) * H)
    return
  }
  for (let i = from * H; i < to * H; i++) {
    const a = x[i] as number
    out[i] = 0.5 * a * (1 + (exact ? erf(a * Math.SQRT1_2) : Math.tanh(ROOT * (a + CUBIC * a * a * a))))
  }
}

/**
 * Forward: out = x/2 * (1 + g(x)), g either tanh(u) with u = sqrt(2/pi) (x + 0.044715 x^3), or erf(x / sqrt 2).
 * So dx += dout * (1/2 * (1 + g) + x/2 * g'), with g' = (1 - tanh(u)^2) * u', or sqrt(2/pi) exp(-x^2 / 2).
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
    const a = x[i] as number
    let g: number
    let slope: number
    if (exact) {
      g = erf(a * Math.SQRT1_2)
      slope = ROOT * Math.exp((-a * a) / 2)
    } else {
      g = Math.tanh(ROOT * (a + CUBIC * a * a * a))
      slope = (1 - g * g) * ROOT * (1 + 3 * CUBIC * a * a)
    }
    dx[i] = (dx[i] as number) + (dout[i] as number) * 0.5 * (1 + g + a * slope)
  }
}
