import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  cutMiddle,
  formatBytes,
  formatCount,
  formatExact,
  formatNumber,
  formatProb,
  formatScaled,
  formatShort,
  visibleToken,
} from './format'

const signed = fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 1e4)
const parse = (text: string) => {
  const [mantissa = '', power = ''] = text.replace('\u2212', '-').split('×10')
  const digits = [...power.replace('⁻', '')].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit)).join('')
  return Number(mantissa) * 10 ** ((power.startsWith('⁻') ? -1 : 1) * Number(digits))
}

describe('numbers', () => {
  it('keep their value to three significant digits, with a true minus', () => {
    fc.assert(
      fc.property(signed, (value) => {
        const text = formatNumber(value)
        expect(text).not.toMatch(/-|^\u22120$/)
        expect(Math.abs(parse(text) - value)).toBeLessThanOrEqual(Math.abs(value) * 0.005 + 1e-12)
      }),
    )
  })

  it('are exact in four significant digits and no more, however large', () => {
    fc.assert(
      fc.property(signed, (value) => {
        const text = formatExact(value)
        const digits = text.replace(/×.*/, '').replace(/\D/g, '').replace(/^0+/, '').replace(/0+$/, '')
        expect(digits.length).toBeLessThanOrEqual(4)
        expect(Math.abs(parse(text) - value)).toBeLessThanOrEqual(Math.abs(value) * 0.0005 + 1e-12)
      }),
    )
    expect([0.7134499, -12345.6, 1, Number.NaN].map(formatExact)).toEqual(['0.7134', '−12350', '1', '–'])
  })

  it('never print a negative zero in a small cell', () => {
    fc.assert(
      fc.property(signed, (value) => {
        const text = formatShort(value / 1e4)
        expect(text).toMatch(/^\u2212?\d+\.\d\d$/)
        if (Number(text.replace('\u2212', '')) === 0) expect(text).toBe('0.00')
      }),
    )
  })

  it('says plainly what is no number', () => {
    expect([formatNumber(Number.NaN), formatNumber(-Infinity), formatNumber(Infinity)]).toEqual(['–', '\u2212∞', '∞'])
  })

  it.each([
    [0, '0.00'],
    [0.001, '<0.01'],
    [0.714, '0.71'],
    [0.9999, '>0.99'],
    [1, '1.00'],
  ])('probability %d is %s', (p, text) => expect(formatProb(p)).toBe(text))

  it.each([
    [0, '0 B', '0', '0'],
    [1536, '1.5 KiB', '1.54 k', '1,536'],
    [85584, '83.6 KiB', '85.6 k', '85,584'],
    [124439808, '119 MiB', '124 M', '124,439,808'],
    [999.9, '1000 B', '1000', '999.9'],
  ])('%d as bytes, scaled, counted', (n, bytes, scaled, count) => {
    expect([formatBytes(n), formatScaled(n), formatCount(n)]).toEqual([bytes, scaled, count])
  })
})

describe('tokens', () => {
  it('show their spaces', () => expect(visibleToken(' cat\n')).toBe('·cat↵'))

  it('are cut in the middle to a length, and only then', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.integer({ min: 3, max: 20 }), (text, max) => {
        const letters = [...text]
        const cut = [...cutMiddle(text, max)]
        if (letters.length <= max) expect(cut).toEqual(letters)
        else {
          expect(cut).toHaveLength(max)
          const gap = cut.lastIndexOf('…')
          expect(letters.slice(letters.length - 1)).toEqual(cut.slice(-1))
          expect(gap).toBeGreaterThan(0)
        }
      }),
    )
  })
})
