import { kernelsFor } from '../kernels/arena'
import { ALL } from '../kernels/exports'
import type { Floats } from '../tensor/tensor'

// The two operations in which nearly all time goes. Both do a row by itself or beside others with the same bits.

/**
 * out[r] += sum over k of a[r,k] B[k], for rows `from` to `to - 1` of out[,O] and k from `k0` to `k1 - 1`, where a[r,k]
 * lies at `r * rowStep + k * kStep`: forwards a is x, and for dW it is x transposed. Returns its multiply-adds.
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
  return addTiles(out, a, k0 * kStep, rowStep, kStep, B, k0 * O, 1, O, from, to, O, k1 - k0)
}

/** out[r,n] += sum over k of A[r,k] B[n,k], for rows `from` to `to - 1`; out[,N], A[,K], B[N,K]. Returns its multiply-adds. */
export function addDots(out: Floats, A: Floats, B: Floats, from: number, to: number, N: number, K: number): number {
  const kernels = kernelsFor(out, A, B)
  if (kernels) {
    kernels.addDots(out.byteOffset, N, A.byteOffset, K, B.byteOffset, K, from, to, 0, N, -ALL, ALL, K, 1)
    return (to - from) * N * K
  }
  return addTiles(out, A, 0, K, 1, B, 0, K, 1, from, to, N, K)
}

/**
 * Both of the above: out[r,n] += sum over k of a[r,k] b[k,n], where a[r,k] lies at `aFirst + r * rowStep + k * kStep` and
 * b[k,n] at `bFirst + n * columnStep + k * bStep`. Four rows of four columns at a time: sixteen multiply-adds for eight
 * loads, none waiting for another. `| 0` tells the engine that places are whole numbers, which saves it a check each.
 */
function addTiles(
  out: Floats,
  a: Floats,
  aFirst: number,
  rowStep: number,
  kStep: number,
  b: Floats,
  bFirst: number,
  columnStep: number,
  bStep: number,
  from: number,
  to: number,
  N: number,
  K: number,
): number {
  let macs = 0
  for (let n = 0; n < N; n += 4) {
    const columns = Math.min(4, N - n)
    const bi = bFirst + n * columnStep
    for (let r = from; r < to; ) {
      const ai = aFirst + r * rowStep
      // Of a tile for one or two rows, most would be thrown away.
      const rows = to - r > 2 ? Math.min(4, to - r) : 1
      if (rows > 1) addTile(out, r * N + n, N, rows, columns, a, ai, rowStep, kStep, b, bi, columnStep, bStep, K)
      else addRow(out, r * N + n, columns, a, ai, kStep, b, bi, columnStep, bStep, K)
      macs += rows * columns * K
      r += rows
    }
  }
  return macs
}

/** Three or four rows of out, from `to` on. A row or columns that are wanting are the first again, and not kept. */
function addTile(
  out: Floats,
  to: number,
  outStep: number,
  rows: number,
  columns: number,
  a: Floats,
  aFirst: number,
  rowStep: number,
  kStep: number,
  b: Floats,
  bFirst: number,
  columnStep: number,
  bStep: number,
  K: number,
): void {
  const down2 = (2 * rowStep) | 0
  const down3 = rows > 3 ? (3 * rowStep) | 0 : 0
  const on1 = columns > 1 ? columnStep | 0 : 0
  const on2 = columns > 2 ? (2 * columnStep) | 0 : 0
  const on3 = columns > 3 ? (3 * columnStep) | 0 : 0
  let p0 = 0
  let p1 = 0
  let p2 = 0
  let p3 = 0
  let q0 = 0
  let q1 = 0
  let q2 = 0
  let q3 = 0
  let r0 = 0
  let r1 = 0
  let r2 = 0
  let r3 = 0
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let i = aFirst | 0
  let j = bFirst | 0
  for (let k = 0; k < K; k++) {
    const b0 = b[j] as number
    const b1 = b[(j + on1) | 0] as number
    const b2 = b[(j + on2) | 0] as number
    const b3 = b[(j + on3) | 0] as number
    const p = a[i] as number
    const q = a[(i + rowStep) | 0] as number
    const r = a[(i + down2) | 0] as number
    const s = a[(i + down3) | 0] as number
    p0 += p * b0
    p1 += p * b1
    p2 += p * b2
    p3 += p * b3
    q0 += q * b0
    q1 += q * b1
    q2 += q * b2
    q3 += q * b3
    r0 += r * b0
    r1 += r * b1
    r2 += r * b2
    r3 += r * b3
    s0 += s * b0
    s1 += s * b1
    s2 += s * b2
    s3 += s * b3
    i = (i + kStep) | 0
    j = (j + bStep) | 0
  }
  addFour(out, to, columns, p0, p1, p2, p3)
  addFour(out, to + outStep, columns, q0, q1, q2, q3)
  addFour(out, to + 2 * outStep, columns, r0, r1, r2, r3)
  if (rows > 3) addFour(out, to + 3 * outStep, columns, s0, s1, s2, s3)
}

/** One row of out, from `to` on: a decode step has no other. */
function addRow(
  out: Floats,
  to: number,
  columns: number,
  a: Floats,
  aFirst: number,
  kStep: number,
  b: Floats,
  bFirst: number,
  columnStep: number,
  bStep: number,
  K: number,
): void {
  for (let n = 0; n < columns; n++) {
    const bi = bFirst + n * columnStep
    let sum = 0
    for (let k = 0; k < K; k++) sum += (a[aFirst + k * kStep] as number) * (b[bi + k * bStep] as number)
    out[to + n] = (out[to + n] as number) + sum
  }
}

/** out[i ...] += the first `n` of four values. */
function addFour(out: Floats, i: number, n: number, a: number, b: number, c: number, d: number): void {
  out[i] = (out[i] as number) + a
  if (n > 1) out[i + 1] = (out[i + 1] as number) + b
  if (n > 2) out[i + 2] = (out[i + 2] as number) + c
  if (n > 3) out[i + 3] = (out[i + 3] as number) + d
}
