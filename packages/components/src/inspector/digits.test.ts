import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readNumber } from '../testing/readNumber'
import { addUp, amountOf, digitsFor, productOf, splitUp, writerOf } from './digits'

const size = fc.double({ min: -40, max: 40, noNaN: true })
const terms = fc
  .tuple(fc.array(size, { minLength: 1, maxLength: 60 }), fc.integer({ min: -9, max: 3 }))
  .map(([values, power]) => values.map((value) => Math.fround(value * 10 ** power)))
const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
describe('addUp', () => {
  it('shows terms that add up exactly, none of them off by a whole unit, and says which are not the nearest', () => {
    fc.assert(
      fc.property(terms, (values) => {
        const total = Math.fround(sumOf(values))
        const shown = addUp(values, total)
        const unit = 10 ** shown.power
        expect(sumOf(shown.terms)).toBe(shown.total)
        for (const [i, value] of values.entries()) {
          const off = Math.abs(amountOf(shown.terms[i] as number, shown.power) - value) / unit
          expect(off).toBeLessThan(1 + 1e-6)
          expect(shown.adjusted[i]).toBe(off > 0.5 + 1e-6)
        }
        expect(Math.abs(amountOf(shown.total, shown.power) - total) / unit).toBeLessThan(1 + 1e-6)
      }),
      { numRuns: 500 },
    )
  })

  it('has three digits of the largest term and of the total, where the sum is not far smaller', () => {
    expect(addUp([0.41236, -0.2], 0.21236)).toMatchObject({ power: -3, total: 212, terms: [412, -200] })
    expect(addUp([12.3456, 1], 13.3456)).toMatchObject({ power: -1, total: 133, terms: [123, 10] })
    expect(addUp([1.5, -1.4999], 0.0001)).toMatchObject({ power: -6, total: 100 })
    expect(addUp([0, 0], 0)).toMatchObject({ total: 0, terms: [0, 0] })
  })

  it('is read as it is added: the texts themselves add up', () => {
    fc.assert(
      fc.property(terms, (values) => {
        const shown = addUp(values, Math.fround(sumOf(values)))
        const { write, times } = writerOf(shown)
        const unit = 10 ** (shown.power - times)
        const added = sumOf(shown.terms.map((term) => Math.round(readNumber(write(term)) / unit)))
        expect(added).toBe(Math.round(readNumber(write(shown.total)) / unit))
      }),
    )
  })

  it('parts of a term add up to what is shown of it', () => {
    fc.assert(
      fc.property(terms, terms, (named, parts) => {
        const others = sumOf(parts)
        const shown = addUp([...named, others], sumOf(named) + others)
        const count = shown.terms.at(-1) as number
        expect(sumOf(splitUp(parts, count, shown.power).terms)).toBe(count)
      }),
    )
  })
})

describe('digitsFor', () => {
  it('takes the digits that it needs for the product to be what is shown', () => {
    fc.assert(
      fc.property(size, size, (a, b) => {
        fc.pre(Math.abs(a * b) > 1e-30)
        const { power, total } = addUp([a * b], a * b)
        const digits = digitsFor([a, b], productOf, total, power)
        const product = Number(a.toPrecision(digits)) * Number(b.toPrecision(digits))
        expect(Math.abs(product / 10 ** power - total)).toBeLessThanOrEqual(0.5 + 1e-3)
      }),
    )
    expect(digitsFor([0.5, 0.5], productOf, 250, -3)).toBe(3)
  })
})
