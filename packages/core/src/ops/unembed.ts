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
  return addDots(logits, x, W, from, to, V, C)
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
  addProducts(dx, dlogits, W, from, to, V, 0, V, 1, C)
  addProducts(dW, dlogits, x, 0, V, 1, from, to, V, C)
}
