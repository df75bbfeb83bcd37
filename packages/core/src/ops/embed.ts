import type { Floats } from '../tensor/tensor'

/** out[t] = W[ids[base + t]]: rows of a table. out[T,C], W[V,C]. */
export function embedForward(
  out: Floats,
  W: Floats,
  ids: ArrayLike<number>,
  base: number,
  from: number,
  to: number,
  C: number,
): void {
  for (let t = from; t < to; t++) {
    const row = ids[base + t]! * C
    for (let c = 0; c < C; c++) out[t * C + c] = W[row + c]!
  }
}

/** Forward: out[t] = W[ids[t]]. So dW[ids[t]] += dout[t]. */
export function embedBackward(
  dW: Floats,
  dout: Floats,
  ids: ArrayLike<number>,
  from: number,
  to: number,
  C: number,
): void {
  for (let t = from; t < to; t++) {
    const row = ids[t]! * C
    for (let c = 0; c < C; c++) dW[row + c]! += dout[t * C + c]!
  }
}
