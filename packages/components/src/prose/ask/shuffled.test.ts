import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shuffled } from './shuffled'

const seeds = fc.array(fc.nat(5000), { minLength: 1, maxLength: 12 })

describe('a shuffled list', () => {
  it('has what it had, in the same order for the same seed, whatever order it came in', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(5000), { maxLength: 12 }), seeds, (list, seed) => {
        const once = shuffled(list, seed)
        expect([...once].sort((a, b) => a - b)).toEqual([...list].sort((a, b) => a - b))
        expect(shuffled([...list].reverse(), [...seed])).toEqual(once)
      }),
    )
  })

  it('tells nothing of the first: it comes to stand in every place about as often', () => {
    const places = [0, 0, 0, 0]
    const runs = 4000
    for (let seed = 0; seed < runs; seed++) {
      const list = [17, 250, 3, 1999]
      const place = shuffled(list, [seed, 4]).indexOf(list[seed % 4] as number)
      places[place] = (places[place] as number) + 1
    }
    // Four standard deviations around a quarter.
    for (const count of places) expect(Math.abs(count - runs / 4)).toBeLessThan(4 * Math.sqrt((runs * 3) / 16))
  })
})
