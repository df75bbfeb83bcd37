import type { Between, Explanation, Factor, Source, Step } from '@glassformer/core/explain'
import { addUp, amountOf, digitsFor, inDigits, productOf, type ShownSum, splitUp, writerOf } from './digits'
import { shareOf, type Tail, tailOf } from './tail'

/** As many terms are named one by one; where there are more, the largest few, and the others gathered. */
const ALL_NAMED = 7
const NAMED = 5

/** Digits of the number that comes of a sum. */
const DIGITS = 3

/** One number that is added, and those that were multiplied for it, without what all of the terms are multiplied by. */
export interface Product {
  /** Its place among the terms. */
  readonly at: number
  readonly factors: readonly Factor[]
  readonly value: number
  /** The number that is open is a share of the sum, and this is its own. */
  readonly isOwn?: boolean
}

/** A term as it is shown. */
export interface TermLine extends Product {
  readonly text: string
  readonly factorTexts: readonly string[]
  /** Not the nearest in its digits, so that the sum holds in them. */
  readonly adjusted: boolean
}

/** A number as the sum that it is, in digits that add up. */
export interface Sum {
  /** `exponentials`: of the sources, and their share of the sum is the number that is open. */
  readonly of: 'products' | 'exponentials'
  /** What every term is multiplied by: taken out of the sum. */
  readonly common: readonly Between[]
  /** All terms in the order in which they are added. */
  readonly products: readonly Product[]
  readonly total: number
  readonly totalText: string
  /** All its texts, but for those of factors, are to be multiplied by ten to this. */
  readonly times: number
  /** The total as its text says it. */
  readonly totalShown: number
  readonly named: readonly TermLine[]
  readonly others: { readonly count: number; readonly text: string; readonly adjusted: boolean } | null
  /** The lines of the others. */
  readonly unfold: () => readonly TermLine[]
  /** What is done with the total; `null` where it is the number itself. */
  readonly tail: Tail | null
}

export function isSource(factor: Factor): factor is Source {
  return factor.name !== null
}

/** The source that a factor is, or was made of alone: the way further down. */
export function sourceOf(factor: Factor, steps: readonly Step[]): Source | null {
  if (isSource(factor)) return factor
  const step = steps.find(({ name, value }) => name === factor.step && Object.is(value, factor.value))
  return step?.of.length === 1 ? (step.of[0] as Source) : null
}

/** The sum that an explanation is; `null` where there are no terms, or some of them are missing. */
export function sumOf(explanation: Explanation): Sum | null {
  const { terms, value, steps, operation } = explanation
  if (terms.length === 0 || terms.some((term) => !Number.isFinite(term.value)) || !Number.isFinite(value)) return null
  if (operation === 'softmax') return sharesOf(steps, terms[0]?.factors[0]?.value as number)
  const common = terms.length > 1 ? commonOf(terms.map(({ factors }) => factors)) : []
  const products = terms.map(({ factors }, at) => {
    const own = factors.filter((factor) => !common.some((one) => isSame(one, factor)))
    return { at, factors: own, value: productOf(own.map((factor) => factor.value)) }
  })
  const total = common.length > 0 ? products.reduce((sum, product) => sum + product.value, 0) : value
  const sum = { of: 'products', common, products, total } as const
  const shown = shownIn(sum, 0, productTexts)
  if (common.length === 0) return { ...shown, tail: null }
  // The total has as many more digits as it takes for what comes of it to have all of its own.
  for (let extra = 0; extra < 3; extra++) {
    const finer = shownIn(sum, extra, productTexts)
    const tail = tailOf(finer, value, DIGITS)
    if (tail) return { ...finer, tail }
  }
  return { ...shown, tail: tailOf(shown, value, DIGITS - 1) ?? tailOf(shown, value, 1) }
}

function productTexts({ factors }: Product, count: number, power: number): readonly string[] | null {
  const numbers = factors.map((factor) => factor.value)
  if (numbers.length < 2) return null
  const digits = digitsFor(numbers, productOf, count, power)
  return numbers.map((number) => inDigits(number, digits))
}

/** A softmax: the exponentials add up, and one of them is a share of the sum. */
function sharesOf(steps: readonly Step[], own: number): Sum {
  const exponentials = steps.filter(({ name }) => name === 'exponential')
  const most = steps.find(({ name }) => name === 'max')?.value ?? 0
  const total = steps.find(({ name }) => name === 'sum')?.value ?? Number.NaN
  const products = exponentials.map(({ value, of }, at) => ({ at, factors: of, value, isOwn: Object.is(value, own) }))
  const sum = { of: 'exponentials', common: [], products, total } as const
  const texts: FactorTexts = ({ factors: [score] }, count, power) => {
    const digits = digitsFor([score?.value ?? 0, most], ([s = 0, m = 0]) => Math.exp(s - m), count, power)
    return [inDigits(score?.value ?? 0, digits), inDigits(most, digits)]
  }
  for (let extra = 0; ; extra++) {
    const shown = shownIn(sum, extra, texts)
    const tail = shareOf(own, shown, extra < 3 ? DIGITS : 1)
    if (tail || extra > 3) return { ...shown, tail }
  }
}

type FactorTexts = (product: Product, count: number, power: number) => readonly string[] | null

function shownIn(
  sum: Pick<Sum, 'of' | 'common' | 'products' | 'total'>,
  extra: number,
  factorTexts: FactorTexts,
): Omit<Sum, 'tail'> {
  const { products, total } = sum
  const bySize = [...products].sort(
    (a, b) =>
      Number(b.isOwn ?? false) - Number(a.isOwn ?? false) || Math.abs(b.value) - Math.abs(a.value) || a.at - b.at,
  )
  const few = products.length <= ALL_NAMED
  const named = few ? products : bySize.slice(0, NAMED)
  const rest = few ? [] : bySize.slice(NAMED)
  const gathered = rest.reduce((all, product) => all + product.value, 0)
  const all = plainest([...named.map((product) => product.value), ...(few ? [] : [gathered])], total, extra)
  const { write, times } = writerOf(all)
  const lines = (of: readonly Product[], { terms, adjusted }: Pick<ShownSum, 'terms' | 'adjusted'>) =>
    of.map((product, i) => {
      const count = terms[i] as number
      const text = write(count)
      return {
        ...product,
        text,
        factorTexts: factorTexts(product, count, all.power) ?? [text],
        adjusted: adjusted[i] as boolean,
      }
    })
  const othersCount = all.terms.at(-1) as number
  return {
    ...sum,
    totalText: write(all.total),
    times,
    totalShown: amountOf(all.total, all.power),
    named: lines(named, all),
    others: few ? null : { count: rest.length, text: write(othersCount), adjusted: all.adjusted.at(-1) as boolean },
    unfold: () => {
      const parts = rest.map((product) => product.value)
      return lines(rest, splitUp(parts, othersCount, all.power))
    },
  }
}

/** A digit more or less may let all terms be the nearest. */
function plainest(terms: readonly number[], total: number, extra: number): ShownSum {
  const all = [extra, extra + 1].map((more) => addUp(terms, total, more))
  return all.find(({ adjusted }) => !adjusted.includes(true)) ?? (all[0] as ShownSum)
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
