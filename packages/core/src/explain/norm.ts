import type { ActivationName } from '../model/activations'
import type { ParameterName } from '../model/parameters'
import type { Cell } from './cell'
import type { Factor, Source, Step } from './types'
import { by, type Explainer, range, step, sumOf, term } from './working'

/** A norm: what it reads, and its parameters. */
interface Norm {
  readonly out: ActivationName
  readonly x: ActivationName
  readonly w: ParameterName
  readonly b: ParameterName
}

export const NORMS = [
  { out: 'blocks.l.ln1.normalized', x: 'blocks.l.resid_pre', w: 'blocks.l.ln1.w', b: 'blocks.l.ln1.b' },
  { out: 'blocks.l.ln2.normalized', x: 'blocks.l.resid_mid', w: 'blocks.l.ln2.w', b: 'blocks.l.ln2.b' },
  { out: 'ln_final.normalized', x: 'blocks.l.resid_post', w: 'ln_final.w', b: 'ln_final.b' },
] as const satisfies readonly Norm[]

/** out = (x - mean) / deviation * w + b, or x / root mean square * w. */
export const norm: Explainer = (cell) => {
  const [t, c] = cell.at
  const { x, w, b } = NORMS.find(({ out }) => out === cell.subject.row) as Norm
  const { row, steps, mean, reciprocal, sizeOf } = measured(cell, x, t)
  const own = row[c] as Source
  const weight = cell.parameter(w, [c])
  const bias = cell.optional(b, [c]).map((source) => term(source))
  if (cell.trace.config.norm === 'rmsnorm')
    return { operation: 'rmsnorm', terms: [term(own, by(reciprocal), weight), ...bias], steps }
  const centred = step('centred', own.value - mean, own)
  return {
    operation: 'layernorm',
    terms: [term(by(centred), by(reciprocal), weight), ...bias],
    steps: [...steps, centred],
    size: sizeOf(own.value) * Math.abs(weight.value) + Math.abs(bias[0]?.value ?? 0),
  }
}

/** What a norm measures of a row: its mean (0 for RMSNorm) and one over its deviation. */
function measured(cell: Cell, x: ActivationName, t: number) {
  const { config } = cell.trace
  const { C } = cell.dims
  const row = range(C).map((c) => cell.activation(x, [t, c]))
  const isCentred = config.norm === 'layernorm'
  const mean = isCentred ? sumOf(row.map(({ value }) => value)) / C : 0
  const variance = sumOf(row.map(({ value }) => (value - mean) ** 2)) / C
  const deviation = Math.sqrt(variance + config.normEps)
  const reciprocal = step('reciprocal', 1 / deviation)
  const steps: Step[] = [
    ...(isCentred ? [step('mean', mean, ...row)] : []),
    step(isCentred ? 'variance' : 'meanSquare', variance, ...row),
    step('deviation', deviation),
    reciprocal,
  ]
  // What a mean is off by goes with the sizes that it is the mean of, and not with its own, which may be nothing.
  const ofMean = isCentred ? sumOf(row.map(({ value }) => Math.abs(value))) / C : 0
  /** The mean is taken off a number that may be far from 0, and the deviation is as far off as all of these. */
  const sizeOf = (value: number) =>
    (Math.abs(value) + ofMean) * reciprocal.value * (1 + Math.abs(value - mean) * reciprocal.value)
  return { row, steps, mean, reciprocal, sizeOf }
}

/**
 * Forward: out = n * w + b with n = (x - mean) / deviation. Each out[c'] reads x[c], by way of mean and deviation too: its
 * derivative is w[c'] / deviation * ([c = c'] - 1 / C - n[c] n[c'] / C), without the 1 / C for RMSNorm.
 */
export const normBackward: Explainer = (cell) => {
  const [t, c] = cell.at
  const { C } = cell.dims
  const { x, w, out } = NORMS.find((one) => one.x === cell.subject.row) as Norm
  const { row, steps, mean, reciprocal, sizeOf } = measured(cell, x, t)
  const n = row.map(({ value }) => (value - mean) * reciprocal.value)
  const isCentred = cell.trace.config.norm === 'layernorm'
  const terms = row.map((_, other) => {
    const derivative = (other === c ? 1 : 0) - (isCentred ? 1 / C : 0) - (n[c]! * n[other]!) / C
    return term(
      cell.gradient(out, [t, other]),
      cell.parameter(w, [other]),
      by(reciprocal),
      by({ name: 'derivative', value: derivative }),
    )
  })
  // The three parts of the derivative are added one after another, and may well take each other off.
  const dn = terms.map(({ factors: [d, weight] }) => Math.abs((d as Factor).value * (weight as Factor).value))
  const sizes = row.map(({ value }) => sizeOf(value))
  const meanOf = (values: readonly number[]) => sumOf(values) / C
  const parts = dn[c]! + meanOf(dn) + sizes[c]! * meanOf(dn.map((d, i) => d * sizes[i]!))
  return {
    operation: isCentred ? 'layernormBackward' : 'rmsnormBackward',
    terms,
    steps: [...steps, step('standardised', n[c]!, row[c] as Source)],
    size: parts * reciprocal.value,
  }
}

/** Forward: out = n * w + b. So dw = sum over t of dout[t] * n[t]. */
export const normWeightBackward: Explainer = (cell) => {
  const [c] = cell.at
  const { x, out } = NORMS.find(({ w }) => w === cell.subject.row) as Norm
  const rows = range(cell.positions).map((t) => {
    const { row, mean, reciprocal, sizeOf } = measured(cell, x, t)
    const { value } = row[c] as Source
    return {
      d: cell.gradient(out, [t, c]),
      n: step('standardised', (value - mean) * reciprocal.value, cell.activation(out, [t, c])),
      size: sizeOf(value),
    }
  })
  return {
    operation: 'normWeightBackward',
    terms: rows.map(({ d, n }) => term(d, by(n))),
    steps: rows.map(({ n }) => n),
    size: sumOf(rows.map(({ d, size }) => Math.abs(d.value) * size)),
  }
}
