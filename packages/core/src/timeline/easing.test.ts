import { describe, expect, it } from 'vitest'
import { clamp, flash, within } from './easing'

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

describe('within', () => {
  it('goes from 0 to 1 over its stretch, evenly, and is held outside', () => {
    expect([-1, 0.25, 0.375, 0.5, 2].map((p) => within(p, 0.25, 0.5))).toEqual([0, 0, 0.5, 1, 1])
    expect([clamp(-3), clamp(0.4), clamp(7), clamp(7, 1, 5)]).toEqual([0, 0.4, 1, 5])
  })
})
