import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Floats } from '../tensor/tensor'
import { giveBack, kernelsFor, moveToArena, takeFloats } from './arena'

describe('an arena', () => {
  it('takes parameters over by a copy, once, and leaves float64 alone', () => {
    const given = Float32Array.of(1, 2, 3)
    const params = moveToArena(given, 100)
    expect(params).toEqual(given)
    expect(params.buffer).not.toBe(given.buffer)
    expect(moveToArena(params, 100)).toBe(params)
    expect(kernelsFor(params)).toBeDefined()
    const double = Float64Array.of(1)
    expect(moveToArena(double, 100)).toBe(double)
    expect(takeFloats(double, 2)).toEqual(new Float64Array(2))
  })

  it('serves arrays of one memory alone', () => {
    const one = moveToArena(new Float32Array(1), 100)
    const other = moveToArena(new Float32Array(1), 100)
    const beside = takeFloats(one, 4)
    expect(kernelsFor(one, beside)).toBeDefined()
    expect(kernelsFor(one, beside, undefined, beside)).toBeDefined()
    expect(kernelsFor(one, takeFloats(other, 4))).toBeUndefined()
    expect(kernelsFor(one, new Float32Array(4))).toBeUndefined()
    expect(kernelsFor(new Float32Array(4))).toBeUndefined()
  })

  it('never hands out the same place twice, always zeros, and all of it again when all is given back', () => {
    const requests = fc.array(fc.record({ size: fc.integer({ min: 0, max: 3000 }), back: fc.nat(9) }), {
      maxLength: 60,
    })
    fc.assert(
      fc.property(requests, (steps) => {
        const params = moveToArena(Float32Array.of(7), 30_000)
        const whole = takeFloats(params, 30_000)
        giveBack(whole)
        const held = new Map<Floats, number>()
        for (const [mark, { size, back }] of steps.entries()) {
          const array = takeFloats(params, size)
          expect(array).toEqual(new Float32Array(size))
          array.fill(mark + 1)
          held.set(array, mark + 1)
          const other = [...held.keys()][back]
          if (other) {
            giveBack(other)
            held.delete(other)
          }
          for (const [kept, value] of held) expect(kept.every((x) => x === value)).toBe(true)
          expect(params[0]).toBe(7)
        }
        for (const array of held.keys()) giveBack(array)
        expect(takeFloats(params, 30_000).byteOffset).toBe(whole.byteOffset)
      }),
      { numRuns: 30 },
    )
  })

  it('gives an ordinary array where there is no room, and takes back nothing that is not its own', () => {
    const params = moveToArena(Float32Array.of(7), 100)
    const large = takeFloats(params, 20_000)
    expect(large).toEqual(new Float32Array(20_000))
    expect(large.buffer).not.toBe(params.buffer)
    const mine = takeFloats(params, 10)
    giveBack(large)
    giveBack(mine.subarray(3))
    giveBack(new Float32Array(2))
    const next = takeFloats(params, 10)
    expect(next.byteOffset).toBeGreaterThanOrEqual(mine.byteOffset + mine.byteLength)
    giveBack(mine)
    giveBack(mine)
    expect(takeFloats(params, 10).byteOffset).toBe(mine.byteOffset)
    expect(takeFloats(params, 10).byteOffset).toBeGreaterThan(next.byteOffset)
  })
})
