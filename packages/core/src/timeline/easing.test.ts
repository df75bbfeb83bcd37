import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clamp, easeInOut, easeOut, flash, within } from './easing'

describe('flash', () => {
  it('rises for 120 ms, then falls to 5% in 450 ms, and goes out', () => {
    expect(flash(0)).toBe(0)
    expect(flash(-10)).toBe(0)
    expect(flash(60)).toBe(0.5)
    expect(flash(120)).toBe(1)
    expect(flash(570)).toBeCloseTo(0.05, 2)
    expect(flash(1e6)).toBe(0)
    expect(flash(-Infinity)).toBe(0)
    expect(flash(Infinity)).toBe(0)
  })

  it('has no jump that could be seen', () => {
    for (let t = 0; t < 1200; t++) expect(Math.abs(flash(t + 1) - flash(t))).toBeLessThan(1 / 100)
    expect(flash(1019.9)).toBeLessThan(1 / 255)
  })
})

describe('easings', () => {
  it('go from 0 to 1, never back, and are held outside', () => {
    for (const ease of [easeOut, easeInOut, (p: number) => within(p, 0.25, 0.5)]) {
      expect([ease(-1), ease(0), ease(1), ease(2)]).toEqual([0, 0, 1, 1])
      let last = 0
      for (let p = 0; p <= 1; p += 1 / 64) {
        expect(ease(p)).toBeGreaterThanOrEqual(last)
        last = ease(p)
      }
    }
    expect(easeInOut(0.5)).toBe(0.5)
    expect(within(0.3, 0.2, 0.4)).toBeCloseTo(0.5, 12)
  })

  it('clamp holds a number between two', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -2000, max: 3000 }).map((n) => n / 1000),
        (x) => {
          expect(clamp(x)).toBeGreaterThanOrEqual(0)
          expect(clamp(x)).toBeLessThanOrEqual(1)
          if (x >= 0 && x <= 1) expect(clamp(x)).toBe(x + 0)
        },
      ),
    )
  })
})
