import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatCount } from '../../messages/format'
import { isClose, typedNumber } from './typedNumber'

describe('a typed number', () => {
  it.each([
    ['1536', 1536],
    ['1,536', 1536],
    ['1 536', 1536],
    ["1'536", 1536],
    ['1,234,567.5', 1_234_567.5],
    [' 0.25 ', 0.25],
    ['0,25', 0.25],
    ['.5', 0.5],
    ['5.', 5],
    ['1.5e3', 1500],
    ['−3', -3],
    ['+3', 3],
    ['40%', 0.4],
    ['2.5 %', 0.025],
    ['1,5', 1.5],
    ['12,34', 12.34],
  ])('%j is %d', (text, value) => expect(typedNumber(text)).toBeCloseTo(value, 12))

  it.each(['', ' ', 'a', '1a', '--1', '1.2.3', '1,2,3', 'Infinity', 'NaN', '0x10', '1e999', '%', ',', '.', 'e5'])(
    '%j is none',
    (text) => expect(typedNumber(text)).toBeNull(),
  )

  it('is what our own counts say', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e12 }), (n) => typedNumber(formatCount(n)) === n))
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => typedNumber(String(n)) === n))
  })
})

describe('a number is close', () => {
  it('within a fraction, both sides of it and its ends included, of either sign', () => {
    const value = fc.double({ min: 1e-3, max: 1e9, noNaN: true })
    const share = fc.double({ min: 0, max: 3, noNaN: true })
    const tolerance = fc.double({ min: 0.001, max: 0.9, noNaN: true })
    fc.assert(
      fc.property(value, share, tolerance, (v, s, t) => {
        fc.pre(Math.abs(Math.abs(s - 1) - t) > 1e-9)
        expect(isClose(v * s, v, t)).toBe(Math.abs(s - 1) < t)
        expect(isClose(-v * s, -v, t)).toBe(Math.abs(s - 1) < t)
      }),
    )
    expect(isClose(110, 100, 0.1)).toBe(true)
    expect(isClose(0, 0, 0.1)).toBe(true)
    expect(isClose(0.001, 0, 0.1)).toBe(false)
  })

  it('with no fraction, a count exactly, and what is computed in six digits', () => {
    expect(isClose(10_000_001, 10_000_000, 0)).toBe(false)
    expect(isClose(10_000_000, 10_000_000, 0)).toBe(true)
    expect(isClose(0.3333333, 1 / 3, 0)).toBe(true)
    expect(isClose(0.3334, 1 / 3, 0)).toBe(false)
  })
})
