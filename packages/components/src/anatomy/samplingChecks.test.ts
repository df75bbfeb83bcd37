import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { samplerOf } from '../lesson/settings'
import { figureMessages } from '../messages/en/figure'
import { sampler, settings, wrongProp } from './propChecks'
import { wrongSampling } from './samplingChecks'

const said = (value: unknown) => wrongProp('Lesson', { sampler }, { sampler: value }, figureMessages)

describe('settings of a sampler', () => {
  it('are right where the core takes them, and wrong where not', () => {
    const number = fc.oneof(
      fc.constantFrom(-1, -0, 0, 1e-7, 1e-6, 0.5, 1, 1.5, 2, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53),
      fc.double(),
      fc.integer(),
    )
    // The core takes Infinity for all tokens; of settings, which are plain data, it is null that says so.
    const topK = fc.oneof(
      number.filter((one) => one !== Number.POSITIVE_INFINITY),
      fc.constant(null),
    )
    const some = fc.record({ topK, topP: number, minP: number, seed: number }, { requiredKeys: [] })
    const isTaken = (value: Parameters<typeof samplerOf>[0]) => {
      try {
        samplerOf(value)
        return true
      } catch {
        return false
      }
    }
    fc.assert(
      fc.property(number, some, (temperature, rest) => {
        // Of a sampler that draws nothing the core reads no more: the rest is held to what it would read of one that does.
        const value = { ...rest, temperature }
        const read = temperature === 0 ? { ...value, temperature: 1 } : value
        expect(wrongSampling(value) === null).toBe(isTaken(read))
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    [{ temperature: -1 }, 'sampler.temperature of Lesson must be a number, 0 or from 0.000001 up; got -1.'],
    [{ topK: 3 }, 'sampler.temperature of Lesson must be a number, 0 or from 0.000001 up; got undefined.'],
    [
      { temp: 1 },
      'sampler.temp of Lesson must be left out, for the settings of a sampler are temperature, topK, topP, minP and seed; got 1.',
    ],
    [{ temperature: 1, topP: 2 }, 'sampler.topP of Lesson must be a number above 0 and at most 1; got 2.'],
    [
      { temperature: 1, topK: '5' },
      'sampler.topK of Lesson must be a whole number, 1 or more, or null for all tokens; got "5".',
    ],
    [{ temperature: 1, toString: 2 }, /^sampler\.toString of Lesson must be left out.*got 2\.$/],
  ])('name the one that is wrong: %j', (value, words) => {
    if (typeof words === 'string') expect(said(value)).toBe(words)
    else expect(said(value)).toMatch(words)
  })

  it('name it among all settings of a lesson too', () => {
    const value = { sampling: { temperature: 1, topK: null, topP: 0, minP: 0, seed: 0 } }
    expect(wrongProp('Lesson', { settings }, { settings: value }, figureMessages)).toBe(
      'settings.sampling.topP of Lesson must be a number above 0 and at most 1; got 0.',
    )
  })

  it('leave the rest as it was: a sampler whose pick is none, what is no object', () => {
    expect(said({ pick: 1 })).toMatch(/^sampler of Lesson must be a sampler.*got an object\.$/)
    expect(said('greedy')).toMatch(/^sampler of Lesson must be a sampler.*got "greedy"\.$/)
    expect(said({ temperature: 0.8, topK: null })).toBeNull()
  })
})
