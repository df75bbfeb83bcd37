import { describe, expect, it } from 'vitest'
import { createRandom } from './random'

const draw = (n: number, next: () => number) => Array.from({ length: n }, next)
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length

describe('createRandom', () => {
  it('gives the numbers of mulberry32', () => {
    const random = createRandom(1)
    expect(draw(3, random.uniform).map((u) => u * 2 ** 32)).toEqual([2693262067, 11749833, 2265367787])
  })

  it('is uniform from 0 to 1, and normal', () => {
    const random = createRandom(7)
    const uniform = draw(20_000, random.uniform)
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...uniform)).toBeLessThan(1)
    expect(mean(uniform)).toBeCloseTo(0.5, 1)
    const normal = draw(20_000, random.normal)
    expect(Math.abs(mean(normal))).toBeLessThan(0.02)
    expect(Math.abs(mean(normal.map((x) => x * x)) - 1)).toBeLessThan(0.03)
    expect(Math.abs(mean(normal.map((x) => x ** 4)) - 3)).toBeLessThan(0.2)
  })

  it('gives whole numbers below n, all of them', () => {
    const random = createRandom(2)
    expect(new Set(draw(200, () => random.int(6)))).toEqual(new Set([0, 1, 2, 3, 4, 5]))
  })
})
