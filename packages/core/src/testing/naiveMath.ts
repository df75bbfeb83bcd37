import type { Activation, Norm } from '../model/config'

export type Row = readonly number[]
export type Grid = readonly Row[]

export function range(n: number): number[] {
  const all: number[] = []
  for (let i = 0; i < n; i++) all.push(i)
  return all
}

export function sum(values: Row): number {
  let total = 0
  for (const value of values) total += value
  return total
}

/** One value; NaN, which no check passes, where there is none. */
export function at2(rows: Grid, t: number, c: number): number {
  return rows[t]?.[c] ?? Number.NaN
}

export function add(a: Grid, b: Grid): Grid {
  return a.map((row, t) => row.map((value, c) => value + at2(b, t, c)))
}

/** The sum of products from `at` on in both, over `n` values. */
export function dot(a: Row, aAt: number, b: Row, bAt: number, n: number): number {
  let total = 0
  for (let i = 0; i < n; i++) total += a[aAt + i]! * b[bAt + i]!
  return total
}

/** x W + b, with W flat and input-major. */
export function linear(x: Grid, W: Row, b: Row | undefined, outputs: number): Grid {
  const column = (row: Row, o: number) => {
    let total = 0
    for (let i = 0; i < row.length; i++) total += row[i]! * W[i * outputs + o]!
    return total + (b?.[o] ?? 0)
  }
  return x.map((row) => range(outputs).map((o) => column(row, o)))
}

export function softmax(row: Row): Row {
  const max = Math.max(...row)
  const exps = row.map((a) => Math.exp(a - max))
  const total = sum(exps)
  return exps.map((e) => e / total)
}

/** LayerNorm (Ba et al. 2016) takes off the mean and divides by the deviation; RMSNorm (Zhang and Sennrich 2019) divides by the root of the mean square. */
export function normalize(row: Row, kind: Norm, eps: number, w: Row, b: Row | undefined): Row {
  const mean = kind === 'layernorm' ? sum(row) / row.length : 0
  const spread = Math.sqrt(sum(row.map((a) => (a - mean) ** 2)) / row.length + eps)
  return row.map((a, c) => ((a - mean) / spread) * w[c]! + (b?.[c] ?? 0))
}

/** The vector of a position (Vaswani et al. 2017, 3.5): dimensions 2i and 2i + 1 are sine and cosine of one angle. */
export function sinusoid(position: number, width: number): Row {
  return range(width).map((c) => {
    const angle = position / 10000 ** ((c - (c % 2)) / width)
    return c % 2 ? Math.cos(angle) : Math.sin(angle)
  })
}

/**
 * Rotary positions (Su et al. 2021): elements i and i + half of a head are the real and imaginary part of a number,
 * which is multiplied by exp(j * position * base^(-i / half)).
 */
export function rotate(x: Row, position: number, base: number): Row {
  const half = x.length / 2
  const angle = (i: number) => position / base ** (i / half)
  const real = range(half).map((i) => x[i]! * Math.cos(angle(i)) - x[i + half]! * Math.sin(angle(i)))
  const imaginary = range(half).map((i) => x[i]! * Math.sin(angle(i)) + x[i + half]! * Math.cos(angle(i)))
  return [...real, ...imaginary]
}

/** The nonlinearity of an MLP; of SwiGLU, what its gate goes through. */
export function activate(kind: Activation, x: number): number {
  switch (kind) {
    case 'gelu_tanh':
      return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))
    case 'gelu_erf':
      return x * normalCdf(x)
    case 'relu':
      return Math.max(x, 0)
    case 'swiglu':
      return x / (1 + Math.exp(-x))
  }
}

/** The normal distribution's cumulative probability, by Simpson's rule on the density from 0 to x. */
function normalCdf(x: number): number {
  const steps = 400
  const h = x / steps
  const density = (a: number) => Math.exp((-a * a) / 2) / Math.sqrt(2 * Math.PI)
  let total = density(0) + density(x)
  for (let i = 1; i < steps; i++) total += (i % 2 ? 4 : 2) * density(i * h)
  return 0.5 + (total * h) / 3
}
