import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arcsOf, arcWidth, cellText, isLabelled, labelStride, labelsLie, sideOf } from './geometry'

describe('labels', () => {
  it('thin out in powers of two until they do not touch', () => {
    expect([40, 14, 13, 7, 6, 3.5, 1.75].map(labelStride)).toEqual([1, 1, 2, 2, 4, 4, 8])
  })

  it('shows every stride-th, and the one in focus with room around it', () => {
    const shown = (stride: number, focus: number) =>
      [0, 1, 2, 3, 4, 5, 6, 7, 8].filter((i) => isLabelled(i, stride, focus))
    expect(shown(1, 3)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    expect(shown(4, -1)).toEqual([0, 4, 8])
    expect(shown(4, 5)).toEqual([0, 5])
    expect(shown(2, 5)).toEqual([0, 2, 5, 8])
  })

  it('stand upright as soon as one does not fit its column', () => {
    expect(labelsLie([3, 4], 40)).toBe(true)
    expect(labelsLie([3, 9], 40)).toBe(false)
  })

  it('gives two tokens large cells and many tokens the whole side', () => {
    expect(sideOf(2)).toBe(192)
    expect(sideOf(64)).toBe(560)
  })
})

describe('arcs', () => {
  const reads = [
    { key: 0, weight: 0.7 },
    { key: 3, weight: 0.292 },
    { key: 1, weight: 0.008 },
  ]

  it('run from the middle of the query to the middle of each key, on the baseline', () => {
    const arcs = arcsOf(reads, 3, 5, 20, 80)
    const ends = arcs.map(({ key, path }) => {
      const numbers = path.match(/-?[\d.]+/g)?.map(Number) ?? []
      return { key, from: numbers.slice(0, 2), to: numbers.slice(-2) }
    })
    expect(ends).toEqual([
      { key: 3, from: [70, 80], to: [70, 80] },
      { key: 0, from: [70, 80], to: [10, 80] },
    ])
  })

  it('leave out weights under 0.01 and lay the heaviest on top', () => {
    expect(arcsOf(reads, 3, 5, 20, 80).map(({ key }) => key)).toEqual([3, 0])
  })

  it('stay inside their strip, however long', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.nat(63), fc.nat(63), (n, a, b) => {
        const [key, query] = [Math.min(a, b) % n, Math.max(a, b) % n].sort((x, y) => x - y) as [number, number]
        const [arc] = arcsOf([{ key, weight: 1 }], query, n, 10, 88)
        const handle = Number(arc?.path.match(/C[-\d.]+ ([-\d.]+)/)?.[1])
        // The curve's top is three quarters of the way to its handles.
        const top = 88 - 0.75 * (88 - handle)
        expect(top).toBeGreaterThanOrEqual(0)
        expect(top).toBeLessThan(88)
      }),
    )
  })

  it('are as thick as their weight', () => {
    expect(arcWidth(0.8) / arcWidth(0.4)).toBeCloseTo(2)
    expect(arcWidth(0.01)).toBe(0.75)
  })
})

describe('numbers in cells', () => {
  it('hold what the cell has room for, with a true minus and no empty zeros', () => {
    expect([0.7134, 0.004, 1, 0].map((value) => cellText(value, 48))).toEqual(['0.71', '0', '1.00', '0'])
    expect([-2.345, -0.001, 0.256, 1].map((value) => cellText(value, 30))).toEqual(['−2.3', '0', '0.26', '1.00'])
  })

  it('never touch the ones beside them', () => {
    fc.assert(
      fc.property(fc.double({ min: -99, max: 99, noNaN: true }), fc.integer({ min: 28, max: 96 }), (value, cellPx) => {
        expect(cellText(value, cellPx).length * 6.7).toBeLessThan(cellPx)
      }),
    )
    expect([-0.99, -0.04, 0.04].map((value) => cellText(value, 32))).toEqual(['−1.0', '0', '0.04'])
    expect(cellText(0.04, 28)).toBe('0.04')
  })
})
