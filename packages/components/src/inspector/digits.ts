import { formatNumber } from '../messages/format'

/** Significant digits of a sum's largest term and of its total, and the most that float32 numbers have. */
const DIGITS = 3
const MOST_DIGITS = 7
const EXACT_DIGITS = 9

/** A sum as it is shown: every number a whole count of one unit, a power of ten, so that what is shown adds up. */
export interface ShownSum {
  /** The unit is ten to this. */
  readonly power: number
  readonly total: number
  readonly terms: readonly number[]
  /** Terms that are not shown as the count next to them, but as the one above or below, so that the sum holds. */
  readonly adjusted: readonly boolean[]
}

/** The power of ten that the first digit of a number stands for. */
function leading(value: number): number {
  return Math.floor(Math.log10(Math.abs(value)) + 1e-12)
}

/** The unit that gives a sum so many digits its largest term and of its total, as far as float32 has them. */
function powerFor(terms: readonly number[], total: number, digits: number): number {
  const largest = Math.max(Math.abs(total), ...terms.map(Math.abs))
  if (largest === 0) return -3
  const first = leading(largest)
  const wanted = total === 0 ? first : leading(total)
  return Math.max(Math.min(first, wanted) - digits + 1, first - MOST_DIGITS + 1)
}

/** Rounds numbers so that they add up to `total` as counts, each to the count above or below it; the closest go up. */
function roundTo(counts: readonly number[], total: number): readonly number[] | null {
  const low = counts.map(Math.floor)
  const left = total - low.reduce((sum, count) => sum + count, 0)
  if (left < 0 || left > counts.length) return null
  const byPart = counts
    .map((count, i) => ({ i, part: count - (low[i] as number) }))
    .sort((a, b) => b.part - a.part || a.i - b.i)
  const rounded = [...low]
  for (const { i } of byPart.slice(0, left)) rounded[i] = (rounded[i] as number) + 1
  return rounded.map((count) => count + 0)
}

/**
 * A sum in digits that add up exactly: by largest remainders. No number is off by a whole unit; those that are not
 * the nearest are said to be `adjusted`. Where the terms do not make the total to the last digit, there is one digit fewer;
 * `extra` asks for more, as far as there are any.
 */
export function addUp(terms: readonly number[], total: number, extra = 0): ShownSum {
  const finest = powerFor(terms, total, DIGITS + extra)
  for (let power = finest; ; power++) {
    const counts = terms.map((term) => inUnits(term, power))
    const whole = inUnits(total, power)
    // The total itself may be rounded the other way where float32 put it a little beside its terms.
    for (const sum of [Math.round(whole), whole < Math.round(whole) ? Math.floor(whole) : Math.ceil(whole)]) {
      const rounded = roundTo(counts, sum)
      if (rounded)
        return {
          power,
          total: sum + 0,
          terms: rounded,
          adjusted: rounded.map((count, i) => isOff(count, counts[i] as number)),
        }
    }
    if (power > finest + MOST_DIGITS)
      return { power, total: 0, terms: terms.map(() => 0), adjusted: terms.map(() => false) }
  }
}

/** The parts of one shown term, in the same unit: they add up to what is shown of it. */
export function splitUp(parts: readonly number[], shown: number, power: number): Pick<ShownSum, 'terms' | 'adjusted'> {
  const counts = parts.map((part) => inUnits(part, power))
  const rounded = roundTo(counts, shown) ?? counts.map(Math.round)
  return { terms: rounded, adjusted: rounded.map((count, i) => isOff(count, counts[i] as number)) }
}

/** A half may be rounded either way. */
function isOff(shown: number, exact: number): boolean {
  return Math.abs(shown - exact) > 0.5 + 1e-6
}

function inUnits(value: number, power: number): number {
  return power < 0 ? value * 10 ** -power : value / 10 ** power
}

export function amountOf(count: number, power: number): number {
  return power < 0 ? count / 10 ** -power : count * 10 ** power
}

/** How the numbers of one sum are written: as they are, or, where they are small or large, times one power of ten for all. */
export interface Writer {
  readonly write: (count: number) => string
  /** What all that is written is to be multiplied by: ten to this. */
  readonly times: number
}

export function writerOf({ power, total, terms }: Pick<ShownSum, 'power' | 'total' | 'terms'>): Writer {
  const largest = Math.max(Math.abs(total), ...terms.map(Math.abs))
  const first = largest === 0 ? 0 : leading(amountOf(largest, power))
  const isPlain = first >= -3 && first < 6 && power >= -5
  const times = isPlain ? 0 : first
  const decimals = Math.max(0, times - power)
  const write = (count: number) =>
    count === 0 ? '0' : signed(count, amountOf(Math.abs(count), power - times).toFixed(decimals))
  return { write, times }
}

function signed(count: number, text: string): string {
  return count < 0 ? `−${text}` : text
}

export function raised(power: number): string {
  const digits = [...String(Math.abs(power))].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('')
  return power < 0 ? `⁻${digits}` : digits
}

/** A number in significant digits, trailing zeros left out. */
export function inDigits(value: number, digits: number): string {
  return formatNumber(Number(value.toPrecision(digits)), digits)
}

/**
 * In how many digits numbers must be shown for what is reckoned with them, as shown, to round to the count that is shown of
 * it: three where that is enough, nine at the most, which say a float32 exactly.
 */
export function digitsFor(
  numbers: readonly number[],
  reckon: (numbers: readonly number[]) => number,
  count: number,
  power: number,
): number {
  for (let digits = 3; digits < EXACT_DIGITS; digits++) {
    const result = reckon(numbers.map((number) => Number(number.toPrecision(digits))))
    if (Math.abs(inUnits(result, power) - count) <= 0.5) return digits
  }
  return EXACT_DIGITS
}

export function productOf(factors: readonly number[]): number {
  return factors.reduce((product, factor) => product * factor, 1)
}
