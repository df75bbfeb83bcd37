import type { Between, Explanation, Factor, Source } from '@glassformer/core/explain'
import { addUp, digitsFor, inDigits, productOf, type ShownSum, splitUp, writerOf } from './digits'

/** As many terms are named one by one; where there are more, the largest few, and the others gathered. */
const ALL_NAMED = 7
const NAMED = 5

/** One term of a sum, without what all of its terms are multiplied by. */
export interface TermLine {
  /** Its place among the terms. */
  readonly at: number
  readonly factors: readonly Factor[]
  readonly value: number
  /** What is shown of it, and of each factor. */
  readonly text: string
  readonly factorTexts: readonly string[]
  /** Not the nearest in its digits, so that the sum holds in them. */
  readonly adjusted: boolean
}

/** A number as the sum that it is, in digits that add up. */
export interface Sum {
  /** What every term is multiplied by: taken out of the sum. */
  readonly common: readonly Between[]
  /** All terms in the order in which they are added. */
  readonly products: readonly Pick<TermLine, 'at' | 'factors' | 'value'>[]
  readonly total: number
  readonly totalText: string
  readonly named: readonly TermLine[]
  readonly others: { readonly count: number; readonly text: string; readonly adjusted: boolean } | null
  /** The lines of the others. */
  readonly unfold: () => readonly TermLine[]
}

export function isSource(factor: Factor): factor is Source {
  return factor.name !== null
}

/** The sum that an explanation is; `null` where there are no terms, or some of them are missing. */
export function sumOf({ terms, value }: Pick<Explanation, 'terms' | 'value'>): Sum | null {
  if (terms.length === 0 || terms.some((term) => !Number.isFinite(term.value)) || !Number.isFinite(value)) return null
  const common = terms.length > 1 ? commonOf(terms.map(({ factors }) => factors)) : []
  const products = terms.map(({ factors }, at) => {
    const own = factors.filter((factor) => !common.some((one) => isSame(one, factor)))
    return { at, factors: own, value: productOf(own.map((factor) => factor.value)) }
  })
  const total = common.length > 0 ? products.reduce((sum, product) => sum + product.value, 0) : value
  const bySize = [...products].sort((a, b) => Math.abs(b.value) - Math.abs(a.value) || a.at - b.at)
  const few = products.length <= ALL_NAMED
  const named = few ? products : bySize.slice(0, NAMED)
  const rest = few ? [] : bySize.slice(NAMED)
  const gathered = rest.reduce((sum, product) => sum + product.value, 0)
  const shown = addUp([...named.map((product) => product.value), ...(few ? [] : [gathered])], total)
  const write = writerOf(shown)
  const lines = (of: typeof products, { terms: counts, adjusted }: Pick<ShownSum, 'terms' | 'adjusted'>) =>
    of.map((product, i) => {
      const count = counts[i] as number
      const numbers = product.factors.map((factor) => factor.value)
      const digits = numbers.length > 1 ? digitsFor(numbers, productOf, count, shown.power) : 0
      return {
        ...product,
        text: write(count),
        factorTexts: digits ? numbers.map((number) => inDigits(number, digits)) : [write(count)],
        adjusted: adjusted[i] as boolean,
      }
    })
  const othersCount = shown.terms.at(-1) as number
  return {
    common,
    products,
    total,
    totalText: write(shown.total),
    named: lines(named, shown),
    others: few ? null : { count: rest.length, text: write(othersCount), adjusted: shown.adjusted.at(-1) as boolean },
    unfold: () =>
      lines(
        rest,
        splitUp(
          rest.map((product) => product.value),
          othersCount,
          shown.power,
        ),
      ),
  }
}

function commonOf(terms: readonly (readonly Factor[])[]): readonly Between[] {
  const [first = [], ...others] = terms
  return first.filter(
    (factor): factor is Between =>
      !isSource(factor) && others.every((factors) => factors.some((other) => isSame(factor, other))),
  )
}

function isSame(a: Factor, b: Factor): boolean {
  return !isSource(a) && !isSource(b) && a.step === b.step && a.value === b.value
}
