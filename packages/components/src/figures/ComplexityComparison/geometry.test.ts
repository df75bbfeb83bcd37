import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { axesOf, CURVE_SCALES, pathOf, pointAt, spread, ticksOf, tokensAt } from './geometry'

const curve = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 4, max: 40 }))
  .map(([from, power, count]) =>
    Array.from({ length: count }, (_, i) => ({ n: from + i, macs: 100 * (from + i) ** power })),
  )
const scales = fc.constantFrom(...CURVE_SCALES)
const BOX = { width: 640, height: 180 }

describe('curves', () => {
  it('lie in their box, more work higher and more tokens farther right', () => {
    fc.assert(
      fc.property(curve, scales, (points, scale) => {
        const axes = axesOf([points], points.at(-1)?.n ?? 1, scale)
        const places = points.map((point) => pointAt(point, axes, BOX))
        for (const { x, y } of places) {
          expect(x).toBeGreaterThanOrEqual(0)
          expect(x).toBeLessThanOrEqual(BOX.width)
          expect(y).toBeGreaterThanOrEqual(0)
          expect(y).toBeLessThanOrEqual(BOX.height)
        }
        places.slice(1).forEach(({ x, y }, i) => {
          expect(x).toBeGreaterThan(places[i]?.x ?? -1)
          expect(y).toBeLessThanOrEqual(places[i]?.y ?? -1)
        })
        expect(places.at(-1)?.x).toBe(BOX.width)
      }),
    )
  })

  it('of a power law are straight on logarithmic axes', () => {
    const points = [1, 2, 4, 8, 16].map((n) => ({ n, macs: 7 * n ** 2 }))
    const axes = axesOf([points], 16, 'log')
    const ys = points.map((point) => pointAt(point, axes, BOX).y)
    const falls = ys.slice(1).map((y, i) => (ys[i] ?? 0) - y)
    for (const fall of falls) expect(Math.abs(fall - (falls[0] ?? 0))).toBeLessThanOrEqual(0.2)
  })

  it('are drawn through every point', () => {
    const axes = axesOf([[{ n: 100, macs: 10 }]], 100, 'linear')
    const points = [
      { n: 0, macs: 0 },
      { n: 50, macs: 5 },
      { n: 100, macs: 10 },
    ]
    expect(pathOf(points, axes, { width: 10, height: 4 })).toBe('M0 4L5 2L10 0')
  })

  it('are marked at powers of ten, or at halves, and never crowded', () => {
    expect(ticksOf([1e3, 1e6], 'log')).toEqual([1e3, 1e4, 1e5, 1e6])
    expect(ticksOf([0, 8], 'linear')).toEqual([4, 8])
    expect(ticksOf([1, 1e18], 'log').length).toBeLessThanOrEqual(7)
  })

  it('give back the tokens of the place that they were drawn at', () => {
    fc.assert(
      fc.property(curve, scales, (points, scale) => {
        const axes = axesOf([points], points.at(-1)?.n ?? 1, scale)
        for (const point of points) expect(tokensAt(pointAt(point, axes, BOX).x / BOX.width, axes)).toBe(point.n)
      }),
    )
  })

  it('have dots that do not pile up, and always the current one', () => {
    const dots = Array.from({ length: 30 }, (_, i) => ({ x: i, current: i === 17 }))
    const kept = spread(dots, 8)
    expect(kept.some(({ current }) => current)).toBe(true)
    for (const a of kept) for (const b of kept) if (a !== b) expect(Math.abs(a.x - b.x)).toBeGreaterThanOrEqual(8)
  })
})
