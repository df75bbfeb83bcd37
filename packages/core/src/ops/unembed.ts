import type { Floats } from '../tensor/tensor'

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
  let macs = 0
  for (let t = from; t < to; t++) {
    const row = t * C
    for (let v = 0; v < V; v++) {
      const w = v * C
      // Two sums, so that one addition need not wait for the other.
      let even = 0
      let odd = 0
      let c = 0
      for (; c + 1 < C; c += 2) {
        even += (x[row + c] as number) * (W[w + c] as number)
        odd += (x[row + c + 1] as number) * (W[w + c + 1] as number)
      }
      if (c < C) even += (x[row + c] as number) * (W[w + c] as number)
      logits[t * V + v] = even + odd
      macs += C
    }
  }
  return macs
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
  for (let t = from; t < to; t++) {
    const row = t * C
    for (let v = 0; v < V; v++) {
      const d = dlogits[t * V + v] as number
      if (d === 0) continue // positions whose loss is ignored
      const w = v * C
      for (let c = 0; c < C; c++) {
        dx[row + c] = (dx[row + c] as number) + d * (W[w + c] as number)
        dW[w + c] = (dW[w + c] as number) + d * (x[row + c] as number)
      }
    }
  }
}
