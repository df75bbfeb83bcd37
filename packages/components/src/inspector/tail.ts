import { inDigits } from './digits'
import type { Sum } from './sum'

/** What is done with a sum's total, and what comes of it, in texts that hold as they are read. */
export interface Tail {
  /** What the total is multiplied by, each with the step that it is. */
  readonly times: readonly { readonly text: string; readonly step: string }[]
  /** What is divided by the total, in place of that. */
  readonly share?: string
  readonly value: string
}

/** The tail of a sum whose terms share factors, with so many digits of the value; `null` where they do not hold. */
export function tailOf(
  { common, totalShown }: Pick<Sum, 'common' | 'totalShown'>,
  value: number,
  digits: number,
): Tail | null {
  for (let own = 3; own <= 7; own++) {
    const product = common.reduce((all, factor) => all * Number(factor.value.toPrecision(own)), totalShown)
    if (product.toPrecision(digits) !== value.toPrecision(digits)) continue
    const times = common.map((factor) => ({ text: inDigits(factor.value, own), step: factor.step }))
    return { times, value: inDigits(value, digits) }
  }
  return null
}

/** The tail of a softmax: one of its exponentials, divided by the sum of all. */
export function shareOf(
  own: number,
  { total, totalShown }: Pick<Sum, 'total' | 'totalShown'>,
  digits: number,
): Tail | null {
  const value = own / total
  for (let more = digits; more <= 7; more++)
    if ((Number(own.toPrecision(more)) / totalShown).toPrecision(digits) === value.toPrecision(digits))
      return { times: [], share: inDigits(own, more), value: inDigits(value, digits) }
  return null
}
