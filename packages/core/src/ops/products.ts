import type { Floats } from '../tensor/tensor'

// The two kernels in which nearly all time goes. Both do a row by itself or beside another with the same bits.

/**
 * out[r] += sum over k of a[r,k] B[k], for rows `from` to `to - 1` of out[,O] and k from `k0` to `k1 - 1`, where a[r,k]
 * lies at `r * rowStep + k * kStep`: forwards a is x, and for dW it is x transposed. Two rows and four k at a time, so
 * that one pass over the columns does eight multiply-adds for four loads of B.
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
  let macs = 0
  let r = from
  for (; r + 1 < to; r += 2) {
    const p = r * O
    const q = p + O
    let k = k0
    for (; k + 3 < k1; k += 4) {
      const i = r * rowStep + k * kStep
      const j = i + rowStep
      const p0 = a[i] as number
      const p1 = a[i + kStep] as number
      const p2 = a[i + 2 * kStep] as number
      const p3 = a[i + 3 * kStep] as number
      const q0 = a[j] as number
      const q1 = a[j + kStep] as number
      const q2 = a[j + 2 * kStep] as number
      const q3 = a[j + 3 * kStep] as number
      const b = k * O
      for (let o = 0; o < O; o++) {
        const b0 = B[b + o] as number
        const b1 = B[b + O + o] as number
        const b2 = B[b + 2 * O + o] as number
        const b3 = B[b + 3 * O + o] as number
        out[p + o] = (out[p + o] as number) + (p0 * b0 + p1 * b1 + p2 * b2 + p3 * b3)
        out[q + o] = (out[q + o] as number) + (q0 * b0 + q1 * b1 + q2 * b2 + q3 * b3)
      }
      macs += 8 * O
    }
    macs += addRow(out, a, B, r, rowStep, k, k1, kStep, O) + addRow(out, a, B, r + 1, rowStep, k, k1, kStep, O)
  }
  return r < to ? macs + addRow(out, a, B, r, rowStep, k0, k1, kStep, O) : macs
}

/** The same for one row, its sums in the same order. */
function addRow(
  out: Floats,
  a: Floats,
  B: Floats,
  r: number,
  rowStep: number,
  k: number,
  k1: number,
  kStep: number,
  O: number,
): number {
  const p = r * O
  let macs = 0
  for (; k + 3 < k1; k += 4) {
    const i = r * rowStep + k * kStep
    const p0 = a[i] as number
    const p1 = a[i + kStep] as number
    const p2 = a[i + 2 * kStep] as number
    const p3 = a[i + 3 * kStep] as number
    const b = k * O
    for (let o = 0; o < O; o++)
      out[p + o] =
        (out[p + o] as number) +
        (p0 * (B[b + o] as number) +
          p1 * (B[b + O + o] as number) +
          p2 * (B[b + 2 * O + o] as number) +
          p3 * (B[b + 3 * O + o] as number))
    macs += 4 * O
  }
  for (; k < k1; k++) {
    const p0 = a[r * rowStep + k * kStep] as number
    for (let o = 0; o < O; o++) out[p + o] = (out[p + o] as number) + p0 * (B[k * O + o] as number)
    macs += O
  }
  return macs
}

/**
 * out[r,n] += sum over k of A[r,k] B[n,k], for rows `from` to `to - 1`; out[,N], A[,K], B[N,K]. Two rows and four sums
 * of each at a time: eight multiply-adds for six loads, none waiting for another. Returns its multiply-adds.
 */
export function addDots(out: Floats, A: Floats, B: Floats, from: number, to: number, N: number, K: number): number {
  let macs = 0
  let r = from
  for (; r + 1 < to; r += 2) {
    const p = r * K
    const q = p + K
    let n = 0
    for (; n + 3 < N; n += 4) {
      const b = n * K
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
        const b0 = B[b + k] as number
        const b1 = B[b + K + k] as number
        const b2 = B[b + 2 * K + k] as number
        const b3 = B[b + 3 * K + k] as number
        p0 += ap * b0
        p1 += ap * b1
        p2 += ap * b2
        p3 += ap * b3
        q0 += aq * b0
        q1 += aq * b1
        q2 += aq * b2
        q3 += aq * b3
      }
      const i = r * N + n
      const j = i + N
      out[i] = (out[i] as number) + p0
      out[i + 1] = (out[i + 1] as number) + p1
      out[i + 2] = (out[i + 2] as number) + p2
      out[i + 3] = (out[i + 3] as number) + p3
      out[j] = (out[j] as number) + q0
      out[j + 1] = (out[j + 1] as number) + q1
      out[j + 2] = (out[j + 2] as number) + q2
      out[j + 3] = (out[j + 3] as number) + q3
      macs += 8 * K
    }
    macs += addRowDots(out, A, B, r, n, N, K) + addRowDots(out, A, B, r + 1, n, N, K)
  }
  return r < to ? macs + addRowDots(out, A, B, r, 0, N, K) : macs
}

/** The same for one row, from column `n` on. */
function addRowDots(out: Floats, A: Floats, B: Floats, r: number, n: number, N: number, K: number): number {
  let macs = 0
  for (; n < N; n++) {
    let sum = 0
    for (let k = 0; k < K; k++) sum += (A[r * K + k] as number) * (B[n * K + k] as number)
    out[r * N + n] = (out[r * N + n] as number) + sum
    macs += K
  }
  return macs
}
