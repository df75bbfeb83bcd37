import type { Floats } from '../tensor/tensor'

/** out[t] = x[t] W + b. out[T,O], x[T,I], W[I,O], b[O]. Returns its multiply-adds. */
export function linearForward(
  out: Floats,
  x: Floats,
  W: Floats,
  b: Floats | undefined,
  from: number,
  to: number,
  I: number,
  O: number,
): number {
  for (let t = from; t < to; t++) for (let o = 0; o < O; o++) out[t * O + o] = b ? (b[o] as number) : 0
  let macs = 0
  let t = from
  for (; t + 1 < to; t += 2) macs += addTwoRows(out, x, W, t, I, O)
  if (t < to) macs += addRow(out, x, W, t, 0, I, O)
  return macs
}

/**
 * out[t] += x[t] W for two rows, four inputs at a time: one pass over the outputs then does eight multiply-adds for
 * four loads of W. Each row's sums are those of `addRow`, in the same order.
 */
function addTwoRows(out: Floats, x: Floats, W: Floats, t: number, I: number, O: number): number {
  const ra = t * O
  const rb = ra + O
  let macs = 0
  let i = 0
  for (; i + 3 < I; i += 4) {
    const xa = t * I + i
    const xb = xa + I
    const a0 = x[xa] as number
    const a1 = x[xa + 1] as number
    const a2 = x[xa + 2] as number
    const a3 = x[xa + 3] as number
    const b0 = x[xb] as number
    const b1 = x[xb + 1] as number
    const b2 = x[xb + 2] as number
    const b3 = x[xb + 3] as number
    const w = i * O
    for (let o = 0; o < O; o++) {
      const w0 = W[w + o] as number
      const w1 = W[w + O + o] as number
      const w2 = W[w + 2 * O + o] as number
      const w3 = W[w + 3 * O + o] as number
      out[ra + o] = (out[ra + o] as number) + (a0 * w0 + a1 * w1 + a2 * w2 + a3 * w3)
      out[rb + o] = (out[rb + o] as number) + (b0 * w0 + b1 * w1 + b2 * w2 + b3 * w3)
    }
    macs += 8 * O
  }
  return macs + addRow(out, x, W, t, i, I, O) + addRow(out, x, W, t + 1, i, I, O)
}

/** out[t] += x[t] W for one row, from input `i` on. */
function addRow(out: Floats, x: Floats, W: Floats, t: number, i: number, I: number, O: number): number {
  const row = t * O
  let macs = 0
  for (; i + 3 < I; i += 4) {
    const xi = t * I + i
    const x0 = x[xi] as number
    const x1 = x[xi + 1] as number
    const x2 = x[xi + 2] as number
    const x3 = x[xi + 3] as number
    const w = i * O
    for (let o = 0; o < O; o++)
      out[row + o] =
        (out[row + o] as number) +
        (x0 * (W[w + o] as number) +
          x1 * (W[w + O + o] as number) +
          x2 * (W[w + 2 * O + o] as number) +
          x3 * (W[w + 3 * O + o] as number))
    macs += 4 * O
  }
  for (; i < I; i++) {
    const x0 = x[t * I + i] as number
    for (let o = 0; o < O; o++) out[row + o] = (out[row + o] as number) + x0 * (W[i * O + o] as number)
    macs += O
  }
  return macs
}

/** Forward: out = x W + b. So dx += dout W^T, dW += x^T dout, db += sum over t of dout. */
export function linearBackward(
  dx: Floats,
  dW: Floats,
  db: Floats | undefined,
  dout: Floats,
  x: Floats,
  W: Floats,
  from: number,
  to: number,
  I: number,
  O: number,
): void {
  let t = from
  for (; t + 1 < to; t += 2) inputGradientOfTwo(dx, dout, W, t, I, O)
  if (t < to) inputGradient(dx, dout, W, t, 0, I, O)
  let i = 0
  for (; i + 1 < I; i += 2) weightGradientOfTwo(dW, dout, x, i, from, to, I, O)
  if (i < I) weightGradient(dW, dout, x, i, from, to, I, O)
  if (db)
    for (let r = from; r < to; r++) for (let o = 0; o < O; o++) db[o] = (db[o] as number) + (dout[r * O + o] as number)
}

/** dx[t,i] += sum over o of dout[t,o] W[i,o], for two rows and four inputs at a time: eight sums for six loads. */
function inputGradientOfTwo(dx: Floats, dout: Floats, W: Floats, t: number, I: number, O: number): void {
  const ra = t * O
  const rb = ra + O
  let i = 0
  for (; i + 3 < I; i += 4) {
    const w = i * O
    let a0 = 0
    let a1 = 0
    let a2 = 0
    let a3 = 0
    let b0 = 0
    let b1 = 0
    let b2 = 0
    let b3 = 0
    for (let o = 0; o < O; o++) {
      const da = dout[ra + o] as number
      const db = dout[rb + o] as number
      const w0 = W[w + o] as number
      const w1 = W[w + O + o] as number
      const w2 = W[w + 2 * O + o] as number
      const w3 = W[w + 3 * O + o] as number
      a0 += da * w0
      a1 += da * w1
      a2 += da * w2
      a3 += da * w3
      b0 += db * w0
      b1 += db * w1
      b2 += db * w2
      b3 += db * w3
    }
    const xa = t * I + i
    const xb = xa + I
    dx[xa] = (dx[xa] as number) + a0
    dx[xa + 1] = (dx[xa + 1] as number) + a1
    dx[xa + 2] = (dx[xa + 2] as number) + a2
    dx[xa + 3] = (dx[xa + 3] as number) + a3
    dx[xb] = (dx[xb] as number) + b0
    dx[xb + 1] = (dx[xb + 1] as number) + b1
    dx[xb + 2] = (dx[xb + 2] as number) + b2
    dx[xb + 3] = (dx[xb + 3] as number) + b3
  }
  inputGradient(dx, dout, W, t, i, I, O)
  inputGradient(dx, dout, W, t + 1, i, I, O)
}

/** The same for one row, from input `i` on. */
function inputGradient(dx: Floats, dout: Floats, W: Floats, t: number, i: number, I: number, O: number): void {
  for (; i < I; i++) {
    let sum = 0
    for (let o = 0; o < O; o++) sum += (dout[t * O + o] as number) * (W[i * O + o] as number)
    dx[t * I + i] = (dx[t * I + i] as number) + sum
  }
}

/** dW[i,o] += sum over t of x[t,i] dout[t,o], for two inputs and four positions at a time. */
function weightGradientOfTwo(
  dW: Floats,
  dout: Floats,
  x: Floats,
  i: number,
  from: number,
  to: number,
  I: number,
  O: number,
): void {
  const wa = i * O
  const wb = wa + O
  let t = from
  for (; t + 3 < to; t += 4) {
    const xi = t * I + i
    const a0 = x[xi] as number
    const a1 = x[xi + I] as number
    const a2 = x[xi + 2 * I] as number
    const a3 = x[xi + 3 * I] as number
    const b0 = x[xi + 1] as number
    const b1 = x[xi + I + 1] as number
    const b2 = x[xi + 2 * I + 1] as number
    const b3 = x[xi + 3 * I + 1] as number
    const d = t * O
    for (let o = 0; o < O; o++) {
      const d0 = dout[d + o] as number
      const d1 = dout[d + O + o] as number
      const d2 = dout[d + 2 * O + o] as number
      const d3 = dout[d + 3 * O + o] as number
      dW[wa + o] = (dW[wa + o] as number) + (a0 * d0 + a1 * d1 + a2 * d2 + a3 * d3)
      dW[wb + o] = (dW[wb + o] as number) + (b0 * d0 + b1 * d1 + b2 * d2 + b3 * d3)
    }
  }
  weightGradient(dW, dout, x, i, t, to, I, O)
  weightGradient(dW, dout, x, i + 1, t, to, I, O)
}

/** The same for one input, from position `t` on. */
function weightGradient(
  dW: Floats,
  dout: Floats,
  x: Floats,
  i: number,
  t: number,
  to: number,
  I: number,
  O: number,
): void {
  for (; t < to; t++) {
    const xi = x[t * I + i] as number
    for (let o = 0; o < O; o++) dW[i * O + o] = (dW[i * O + o] as number) + xi * (dout[t * O + o] as number)
  }
}
