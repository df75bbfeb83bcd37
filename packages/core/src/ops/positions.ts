import type { Floats } from '../tensor/tensor'
import { copyBackward, copyForward } from './residual'

/** out[t] = W[t]: the learned vector of each position. out[T,C], W[n_ctx,C]. */
export function positionsForward(out: Floats, W: Floats, from: number, to: number, C: number): void {
  copyForward(out, W, from, to, C)
}

/** Forward: out[t] = W[t]. So dW[t] += dout[t]. */
export function positionsBackward(dW: Floats, dout: Floats, from: number, to: number, C: number): void {
  copyBackward(dW, dout, from, to, C)
}
