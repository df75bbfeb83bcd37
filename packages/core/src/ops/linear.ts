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
  let macs = 0
  for (let t = from; t < to; t++) {
    const row = t * O
    for (let o = 0; o < O; o++) out[row + o] = b ? (b[o] as number) : 0
    // Four inputs at a time: one pass over the outputs then does four multiply-adds for each load and store.
    let i = 0
    for (; i + 3 < I; i += 4) {
      const xi = t * I + i
      const x0 = x[xi] as number
      const x1 = x[xi + 1] as number
      const x2 = x[xi + 2] as number
      const x3 = x[xi + 3] as number
      const w0 = i * O
      const w1 = w0 + O
      const w2 = w1 + O
      const w3 = w2 + O
      for (let o = 0; o < O; o++)
        out[row + o] =
          (out[row + o] as number) +
          (x0 * (W[w0 + o] as number) +
            x1 * (W[w1 + o] as number) +
            x2 * (W[w2 + o] as number) +
            x3 * (W[w3 + o] as number))
      macs += 4 * O
    }
    for (; i < I; i++) {
      const x0 = x[t * I + i] as number
      for (let o = 0; o < O; o++) out[row + o] = (out[row + o] as number) + x0 * (W[i * O + o] as number)
      macs += O
    }
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
  for (let t = from; t < to; t++) inputGradient(dx, dout, W, t, I, O)
  weightGradient(dW, dout, x, from, to, I, O)
  if (db)
    for (let t = from; t < to; t++) for (let o = 0; o < O; o++) db[o] = (db[o] as number) + (dout[t * O + o] as number)
}

/** dx[t,i] += sum over o of dout[t,o] W[i,o]; four sums at a time, so that none waits for its last addition. */
function inputGradient(dx: Floats, dout: Floats, W: Floats, t: number, I: number, O: number): void {
  const row = t * O
  let i = 0
  for (; i + 3 < I; i += 4) {
    const w0 = i * O
    const w1 = w0 + O
    const w2 = w1 + O
    const w3 = w2 + O
    let s0 = 0
    let s1 = 0
    let s2 = 0
    let s3 = 0
    for (let o = 0; o < O; o++) {
      const d = dout[row + o] as number
      s0 += d * (W[w0 + o] as number)
      s1 += d * (W[w1 + o] as number)
      s2 += d * (W[w2 + o] as number)
      s3 += d * (W[w3 + o] as number)
    }
    const xi = t * I + i
    dx[xi] = (dx[xi] as number) + s0
    dx[xi + 1] = (dx[xi + 1] as number) + s1
    dx[xi + 2] = (dx[xi + 2] as number) + s2
    dx[xi + 3] = (dx[xi + 3] as number) + s3
  }
  for (; i < I; i++) {
    let sum = 0
    for (let o = 0; o < O; o++) sum += (dout[row + o] as number) * (W[i * O + o] as number)
    dx[t * I + i] = (dx[t * I + i] as number) + sum
  }
}

/** dW[i,o] += sum over t of x[t,i] dout[t,o]; four positions for each load and store of dW. */
function weightGradient(dW: Floats, dout: Floats, x: Floats, from: number, to: number, I: number, O: number): void {
  for (let i = 0; i < I; i++) {
    const w = i * O
    let t = from
    for (; t + 3 < to; t += 4) {
      const x0 = x[t * I + i] as number
      const x1 = x[(t + 1) * I + i] as number
      const x2 = x[(t + 2) * I + i] as number
      const x3 = x[(t + 3) * I + i] as number
      const d0 = t * O
      const d1 = d0 + O
      const d2 = d1 + O
      const d3 = d2 + O
      for (let o = 0; o < O; o++)
        dW[w + o] =
          (dW[w + o] as number) +
          (x0 * (dout[d0 + o] as number) +
            x1 * (dout[d1 + o] as number) +
            x2 * (dout[d2 + o] as number) +
            x3 * (dout[d3 + o] as number))
    }
    for (; t < to; t++) {
      const x0 = x[t * I + i] as number
      for (let o = 0; o < O; o++) dW[w + o] = (dW[w + o] as number) + x0 * (dout[t * O + o] as number)
    }
  }
}
