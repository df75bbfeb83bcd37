import { matrix, transposed } from '../tensor/matrix'
import type { Floats } from '../tensor/tensor'
import { addDots, addProducts } from './products'

/**
 * Tied: logits[t,v] = x[t] . W_E[v]. logits[T,V], x[T,C], W_E[V,C]. Returns its multiply-adds.
 * (An unembedding of its own, W_U[C,V], is `linearForward` without a bias.)
 */
export function unembedForward(
  logits: Floats,
  x: Floats,
  W: Floats,
  from: number,
  to: number,
  C: number,
  V: number,
): number {
  logits.fill(0, from * V, to * V)
  return addDots(matrix(logits, V), matrix(x, C), matrix(W, C), from, to, C, V)
}

/** Forward: logits = x W_E^T. So dx += dlogits W_E and dW_E += dlogits^T x. */
export function unembedBackward(
  dx: Floats,
  dW: Floats,
  dlogits: Floats,
  x: Floats,
  W: Floats,
  from: number,
  to: number,
  C: number,
  V: number,
): void {
  addProducts(matrix(dx, C), matrix(dlogits, V), matrix(W, C), from, to, V, C)
  const rows = to - from
  addProducts(matrix(dW, C), transposed(matrix(dlogits, V, from * V)), matrix(x, C, from * C), 0, V, rows, C)
}
