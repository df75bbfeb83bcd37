import { describe, expect, it } from 'vitest'
import { maskedPolygon, outsidePolygon, seenPolygon } from './stairs'

const points = (polygon: string) =>
  polygon
    .slice('polygon('.length, -1)
    .split(',')
    .map((point) => point.split(' ').map((part) => Number.parseFloat(part)) as [number, number])

/** Twice the area, in cells: the shoelace formula. */
const area = (polygon: string, n: number) => {
  const all = points(polygon).map(([x, y]) => [(x / 100) * n, (y / 100) * n] as const)
  const sum = all.reduce((total, [x, y], i) => {
    const [nextX, nextY] = all[(i + 1) % all.length] as readonly [number, number]
    return total + x * nextY - nextX * y
  }, 0)
  return Math.abs(sum) / 2
}

/** The last key, and under a window the first, that each of `n` queries sees. */
const own = (n: number) => Array.from({ length: n }, (_, query) => query)
const within = (n: number, window: number) => own(n).map((query) => Math.max(0, query - window + 1))

describe('masked triangle', () => {
  it('covers every cell whose key is later, and no other', () => {
    for (const n of [1, 2, 3, 7, 64]) {
      expect(area(maskedPolygon({ last: own(n) }), n)).toBeCloseTo((n * (n - 1)) / 2, 1)
      expect(area(seenPolygon({ first: within(n, n), last: own(n) }), n)).toBeCloseTo((n * (n + 1)) / 2, 1)
    }
  })

  it('parts the square in three under a window', () => {
    for (const n of [3, 7, 20])
      for (const window of [1, 2, 3]) {
        const outside = ((n - window) * (n - window + 1)) / 2
        expect(area(outsidePolygon({ first: within(n, window) }), n)).toBeCloseTo(outside, 1)
        expect(area(seenPolygon({ first: within(n, window), last: own(n) }), n)).toBeCloseTo(
          (n * (n + 1)) / 2 - outside,
          1,
        )
      }
  })

  it('is only right of what a pass without a mask sees', () => {
    expect(area(maskedPolygon({ last: [2, 2, 2, 3, 4] }), 5)).toBeCloseTo(3 * 2 + 1, 1)
    expect(area(maskedPolygon({ last: [4, 4, 4, 4, 4] }), 5)).toBeCloseTo(0, 5)
  })

  it('steps at the diagonal: after row q it starts at column q + 1', () => {
    expect(points(maskedPolygon({ last: own(2) })).slice(0, 4)).toEqual([
      [50, 0],
      [50, 50],
      [100, 50],
      [100, 100],
    ])
  })
})
