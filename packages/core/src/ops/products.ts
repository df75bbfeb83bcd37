import { kernelsFor } from '../kernels/arena'
import { ALL } from '../kernels/exports'
import type { Floats } from '../tensor/tensor'

// The two operations in which nearly all time goes. Both do a row by itself or beside another with the same bits.

/**
 * out[r] += sum over k of a[r,k] B[k], for rows `from` to `to - 1` of out[,O] and k from `k0` to `k1 - 1`, where a[r,k]
 * lies at `r * rowStep + k * kStep`: forwards a is x, and for dW it is x transposed. Two rows and four k at a time, so
 * that one pass over the columns does eight multiply-adds for four loads of B; where rows or k are not enough, the
 * rest is multiplied by 0 and not counted. Returns its multiply-adds.
 */
export function addProducts(
  out: Floats,
  a: Floats,
  B: Floats,
  from: number,
  to: number,
  rowStep: number,
  k0: number,
  k1: number,
  kStep: number,
  O: number,
): number {
  const kernels = kernelsFor(out, a, B)
  if (kernels) {
    const [to_, a_, B_] = [out.byteOffset, a.byteOffset, B.byteOffset]
    kernels.addProducts(to_, O, a_, rowStep, kStep, B_, O, from, to, k0, k1, -ALL, ALL, O, 1)
    return (to - from) * (k1 - k0) * O
  }
  let macs = 0
  for (let r = from; r < to; r += 2) {
    const rows = Math.min(2, to - r)
    const p = r * O
    const q = p + (rows - 1) * O
    for (let k = k0; k < k1; k += 4) {
      const n = Math.min(4, k1 - k)
      const i = r * rowStep + k * kStep
      const p0 = a[i] as number
      const p1 = n > 1 ? (a[i + kStep] as number) : 0
      const p2 = n > 2 ? (a[i + 2 * kStep] as number) : 0
      const p3 = n > 3 ? (a[i + 3 * kStep] as number) : 0
      const j = i + rowStep
      const q0 = rows > 1 ? (a[j] as number) : 0
      const q1 = rows > 1 && n > 1 ? (a[j + kStep] as number) : 0
      const q2 = rows > 1 && n > 2 ? (a[j + 2 * kStep] as number) : 0
      const q3 = rows > 1 && n > 3 ? (a[j + 3 * kStep] as number) : 0
      const i0 = k * O
      const i1 = n > 1 ? i0 + O : i0
      const i2 = n > 2 ? i1 + O : i0
      const i3 = n > 3 ? i2 + O : i0
      for (let o = 0; o < O; o++) {
        const b0 = B[i0 + o] as number
        const b1 = B[i1 + o] as number
        const b2 = B[i2 + o] as number
        const b3 = B[i3 + o] as number
        out[p + o] = (out[p + o] as number) + (p0 * b0 + p1 * b1 + p2 * b2 + p3 * b3)
        out[q + o] = (out[q + o] as number) + (q0 * b0 + q1 * b1 + q2 * b2 + q3 * b3)
      }
      macs += rows * n * O
    }
  }
  return macs
}

/**
 * out[r,n] += sum over k of A[r,k] B[n,k], for rows `from` to `to - 1`; out[,N], A[,K], B[N,K]. Two rows and four sums
 * of each at a time: eight multiply-adds for six loads, none waiting for another; where rows or sums are not enough,
 * some are done twice, and neither kept nor counted. Returns its multiply-adds.
 */
export function addDots(out: Floats, A: Floats, B: Floats, from: number, to: number, N: number, K: number): number {
  const kernels = kernelsFor(out, A, B)
  if (kernels) {
    kernels.addDots(out.byteOffset, N, A.byteOffset, K, B.byteOffset, K, from, to, 0, N, -ALL, ALL, K, 1)
    return (to - from) * N * K
  }
  let macs = 0
  for (let r = from; r < to; r += 2) {
    const rows = Math.min(2, to - r)
    const p = r * K
    const q = p + (rows - 1) * K
    for (let n = 0; n < N; n += 4) {
      const columns = Math.min(4, N - n)
      const i0 = n * K
      const i1 = columns > 1 ? i0 + K : i0
      const i2 = columns > 2 ? i1 + K : i0
      const i3 = columns > 3 ? i2 + K : i0
      let p0 = 0
      let p1 = 0
      let p2 = 0
      let p3 = 0
      let q0 = 0
      let q1 = 0
      let q2 = 0
      let q3 = 0
      for (let k = 0; k < K; k++) {
        const ap = A[p + k] as number
        const aq = A[q + k] as number
        const b0 = B[i0 + k] as number
        const b1 = B[i1 + k] as number
        const b2 = B[i2 + k] as number
        const b3 = B[i3 + k] as number
        p0 += ap * b0
        p1 += ap * b1
        p2 += ap * b2
        p3 += ap * b3
        q0 += aq * b0
        q1 += aq * b1
        q2 += aq * b2
        q3 += aq * b3
      }
      addFour(out, r * N + n, columns, p0, p1, p2, p3)
      if (rows > 1) addFour(out, (r + 1) * N + n, columns, q0, q1, q2, q3)
      macs += rows * columns * K
    }
  }
  return macs
}

/** out[i ...] += the first `n` of four values. */
function addFour(out: Floats, i: number, n: number, a: number, b: number, c: number, d: number): void {
  out[i] = (out[i] as number) + a
  if (n > 1) out[i + 1] = (out[i + 1] as number) + b
  if (n > 2) out[i + 2] = (out[i + 2] as number) + c
  if (n > 3) out[i + 3] = (out[i + 3] as number) + d
}
