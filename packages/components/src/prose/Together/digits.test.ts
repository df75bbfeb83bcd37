import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decimalsFor, showTogether } from './digits'

const read = (shown: string) => (shown.startsWith('<') ? 0 : numberOf(shown))
const numberOf = (shown: string) => Number(shown.replace('−', '-').replace('+', ''))

it('shows differences that are those of the digits shown', () => {
  const number = fc.oneof(
    fc.integer({ min: -99_999, max: 99_999 }).map((n) => n / 99_999),
    fc.integer({ min: -99_999, max: 99_999 }).map((n) => n / 111),
  )
  fc.assert(
    fc.property(fc.array(number, { minLength: 2, maxLength: 4 }), (all) => {
      const decimals = decimalsFor(all)
      const { values, differences } = showTogether(all, decimals)
      for (let i = 1; i < all.length; i++) {
        const shown = read(values[i] as string) - read(values[0] as string)
        expect(read(differences[i] as string)).toBeCloseTo(shown, decimals + 2)
        expect(Math.abs(read(values[i] as string) - (all[i] as number))).toBeLessThanOrEqual(0.5001 / 10 ** decimals)
        expect(differences[i]).not.toMatch(/[+−]0(\.0+)?$|-/)
      }
    }),
  )
})

it('gives three digits to the largest, and leaves out what is not there', () => {
  expect([[0.221, 0.218], [13.19, null], [1234.5], [0], [0.00000001]].map(decimalsFor)).toEqual([3, 1, 0, 2, 6])
  expect(showTogether([0.2214, null, 0.218], 3)).toEqual({
    values: ['0.221', null, '0.218'],
    differences: [null, null, '−0.003'],
  })
  expect(showTogether([0, 0.0004, -0.0004], 3).values).toEqual(['0.000', '<0.001', '0.000'])
  expect(showTogether([null, 2], 1).differences).toEqual([null, null])
})
