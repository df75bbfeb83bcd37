import type { Explanation, Source } from '@glassformer/core/explain'
import type { RampName } from '../color/ramp'
import { kindOf } from './cells'
import { type Product, type Sum, sourceOf } from './sum'

/** One row of numbers of a strip, in the order of the terms. */
export interface StripRow {
  /** What they are: a tensor's name, a step's, or what was multiplied. */
  readonly of: { readonly tensor: string } | { readonly step: string } | 'product'
  readonly values: readonly number[]
  /** Where each came from; `null` where it is in no tensor. */
  readonly sources: readonly (Source | null)[]
  readonly ramp: RampName
  /** The end of its scale. */
  readonly bound: number
}

/** The terms of a number as rows of cells: what was multiplied, column by column, and the products under it. */
export interface Strip {
  readonly rows: readonly StripRow[]
  readonly length: number
  /** The column of the number that is open, where it is one among others. */
  readonly own: number | null
  /** Its rows are what is multiplied; or what a norm reads and makes of it. */
  readonly ofTerms: boolean
}

/** Fewer terms are seen better as lines. */
const LEAST = 4
/** A strip holds no more: the largest, in their order. */
const MOST = 256

export function stripOf(explanation: Explanation, sum: Sum | null): Strip | null {
  const { operation, steps } = explanation
  if (operation === 'layernorm' || operation === 'rmsnorm') return normOf(explanation)
  if (!sum) return null
  // What is added besides the products, a bias, is a line alone.
  const width = Math.max(...sum.products.map(({ factors }) => factors.length))
  const whole = largest(sum.products.filter(({ factors }) => factors.length === width))
  if (whole.length < LEAST) return null
  const rows = Array.from({ length: width }, (_, slot): StripRow => {
    const factors = whole.map((product) => product.factors[slot] as Product['factors'][number])
    const [first] = factors as [Product['factors'][number]]
    return row(
      first.name === null ? { step: first.step } : { tensor: first.name },
      factors.map(({ value }) => value),
      factors.map((factor) => sourceOf(factor, steps)),
    )
  })
  const values = whole.map(({ value }) => value)
  const last =
    sum.of === 'exponentials' ? row({ step: 'exponential' }, values, [], 'reads') : row('product', values, [])
  const own = whole.findIndex(({ isOwn }) => isOwn)
  return {
    rows: width > 1 || sum.of === 'exponentials' ? [...rows, last] : rows,
    length: whole.length,
    own: own < 0 ? null : own,
    ofTerms: true,
  }
}

/** A norm reads the whole row: as it came, and as it goes out before its weights. */
function normOf({ steps, index }: Explanation): Strip | null {
  const find = (name: string) => steps.find((step) => step.name === name)
  const of = (find('variance') ?? find('meanSquare'))?.of ?? []
  const reciprocal = find('reciprocal')?.value ?? Number.NaN
  const mean = find('mean')?.value ?? 0
  const values = of.map(({ value }) => value)
  if (of.length < LEAST || of.length > MOST || !values.every(Number.isFinite)) return null
  return {
    rows: [
      row({ tensor: of[0]?.name ?? '' }, values, of),
      row(
        { step: 'standardised' },
        values.map((value) => (value - mean) * reciprocal),
        of,
      ),
    ],
    length: of.length,
    own: index.at(-1) ?? null,
    ofTerms: false,
  }
}

function row(of: StripRow['of'], values: readonly number[], sources: StripRow['sources'], ramp?: RampName): StripRow {
  const bound = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const isWeight =
    typeof of === 'object' && 'tensor' in of && /(pattern|probs)$/.test(of.tensor) && kindOf(of.tensor) !== 'gradient'
  return { of, values, sources, ramp: ramp ?? (isWeight ? 'reads' : 'diverging'), bound }
}

function largest(products: readonly Product[]): readonly Product[] {
  if (products.length <= MOST) return products
  const kept = [...products].sort((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, MOST)
  return kept.sort((a, b) => a.at - b.at)
}
