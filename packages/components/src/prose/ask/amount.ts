import type { CueName } from '../../lesson/cues'
import type { askMessages } from '../../messages/en/ask'
import { formatCount, formatExact } from '../../messages/format'
import type { QuantityName } from '../quantities'
import type { Asked } from '../told'
import { type AnswerMoment, type AskedOf, findAnswer, type Unasked } from './moment'
import { isClose } from './typedNumber'

/** How much something is. */
export interface NumberQuestion {
  readonly kind: 'number'
  readonly value: number
  readonly moment: AnswerMoment | null
}

/** Asks for a number. What is a token cannot be asked for so. */
export function numberQuestion(
  of: AskedOf,
  asked: Asked,
  at?: CueName,
): NumberQuestion | Unasked | { readonly why: 'notNumber' } {
  const found = findAnswer(of, asked, at)
  if (!('told' in found)) return found
  if (!('value' in found.told)) return { why: 'notNumber' }
  return { kind: 'number', value: found.told.value, moment: found.moment }
}

/** The reader's number beside the run's. */
export interface NumberOutcome {
  readonly kind: 'number'
  readonly right: boolean
  readonly given: number
  readonly answer: number
  /** The reader's number by the run's; `null` where that says nothing. */
  readonly ratio: number | null
}

/** Holds a number against the run's. `tolerance` is a fraction of it. */
export function numberOutcome({ value }: NumberQuestion, given: number, tolerance: number): NumberOutcome {
  const ratio = given / value
  return {
    kind: 'number',
    right: isClose(given, value, tolerance),
    given,
    answer: value,
    ratio: Number.isFinite(ratio) && ratio > 0 ? ratio : null,
  }
}

type Units = (typeof askMessages)['units']

const UNITS: Readonly<Partial<Record<QuantityName, keyof Units>>> = {
  cacheBytes: 'bytes',
  multiplyAdds: 'macs',
  otherMultiplyAdds: 'macs',
  loss: 'nats',
  tokens: 'tokens',
  promptTokens: 'tokens',
  newTokens: 'tokens',
}

/** What a number is counted in, in a word. */
export function unitOf({ of, tensor }: Asked, units: Units): string | null {
  const unit = tensor === undefined && of ? UNITS[of] : undefined
  return unit ? units[unit] : null
}

/** A number as it is held against another: all of a count, and of what is computed the digits that hold everywhere. */
export function amountWords(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : formatExact(value)
}
