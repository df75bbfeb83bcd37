import type { ActivationName } from '../model/activations'
import type { ParameterName } from '../model/parameters'
import type { Cell } from './cell'
import type { Source, Step } from './types'
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
  const { row, steps, mean, reciprocal } = measured(cell, x, t)
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
    size: sizeOf(own.value, mean, reciprocal.value) * Math.abs(weight.value) + Math.abs(bias[0]?.value ?? 0),
  }
}

/** What a norm measures of a row: its mean (0 for RMSNorm) and one over its deviation. */
export function measured(cell: Cell, x: ActivationName, t: number) {
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
  return { row, steps, mean, reciprocal }
}

/** The mean is taken off a number that may be far from 0, and the deviation is as far off as all of these. */
export function sizeOf(x: number, mean: number, reciprocal: number): number {
  return (Math.abs(x) + Math.abs(mean)) * reciprocal * (1 + Math.abs(x - mean) * reciprocal)
}
