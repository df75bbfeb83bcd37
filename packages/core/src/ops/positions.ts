import type { Floats } from '../tensor/tensor'
import { copyBackward } from './residual'

/** out[t] = W[at(t)]: the learned vector of each row's position. out[T,C], W[n_ctx,C]. */
export function positionsForward(
  out: Floats,
  W: Floats,
  at: (row: number) => number,
  from: number,
  to: number,
  C: number,
): void {
  for (let t = from; t < to; t++) {
    const row = at(t) * C
    for (let c = 0; c < C; c++) out[t * C + c] = W[row + c]!
  }
}

/** Forward: out[t] = W[t]. So dW[t] += dout[t]. */
export function positionsBackward(dW: Floats, dout: Floats, from: number, to: number, C: number): void {
  copyBackward(dW, dout, from, to, C)
}

/**
 * out[t, 2i] = sin(p / 10000^(2i / C)) and out[t, 2i + 1] = cos of the same, p being the position `at(t)`. out[T,C].
 * Nothing is learned, so it has no backward. Vaswani et al., 2017, https://arxiv.org/abs/1706.03762, section 3.5.
 */
export function sinusoidsForward(out: Floats, at: (row: number) => number, from: number, to: number, C: number): void {
  for (let c = 0; c < C; c += 2) {
    const wavelength = 10000 ** (c / C)
    for (let t = from; t < to; t++) {
      const angle = at(t) / wavelength
      out[t * C + c] = Math.sin(angle)
      if (c + 1 < C) out[t * C + c + 1] = Math.cos(angle)
    }
  }
}
