import { describe, expect, it } from 'vitest'
import { greedy, type SampleOptions, sample } from './sampling'

const logits = Float32Array.from([0.5, 2, -1, 2, 1])

/** How often each token is drawn in `n` steps. */
function frequencies(options: SampleOptions, n = 20_000): number[] {
  const sampler = sample(options)
  const counts = Array.from(logits, () => 0)
  for (let step = 0; step < n; step++) {
    const id = sampler.pick(logits, step)
    counts[id] = (counts[id] as number) + 1 / n
  }
  return counts
}

function softmax(values: readonly number[]): number[] {
  const total = values.reduce((sum, value) => sum + Math.exp(value), 0)
  return values.map((value) => Math.exp(value) / total)
}

function expectNear(got: readonly number[], expected: readonly number[]): void {
  for (const [i, value] of expected.entries()) expect(Math.abs((got[i] as number) - value)).toBeLessThan(0.015)
}

describe('samplers', () => {
  it('draw from the distribution that they are given', () => {
    const sampler = sample({ seed: 2 })
    const only = (id: number) => {
      const filtered = logits.map((value, i) => (i === id ? value : -Infinity))
      return { scaled: logits, filtered, probs: logits, removedBy: new Uint8Array(5) }
    }
    for (let id = 0; id < 5; id++) expect(sampler.pick(logits, 0, only(id))).toBe(id)
  })

  it('greedy takes the first of the best', () => {
    expect(greedy().pick(logits, 0)).toBe(1)
  })

  it('draw from the softmax, by temperature', () => {
    expectNear(frequencies({}), softmax([0.5, 2, -1, 2, 1]))
    expectNear(frequencies({ temperature: 0.5, seed: 9 }), softmax([1, 4, -2, 4, 2]))
    expectNear(frequencies({ temperature: 10 }), softmax([0.05, 0.2, -0.1, 0.2, 0.1]))
  })

  it('leave out all but the top k, or the top p', () => {
    expectNear(frequencies({ topK: 3 }), softmax([-Infinity, 2, -Infinity, 2, 1]))
    // The two best have 0.37 each: 0.7 needs both, 0.8 the third.
    expectNear(frequencies({ topP: 0.7 }), [0, 0.5, 0, 0.5, 0])
    expectNear(frequencies({ topP: 0.8 }), softmax([-Infinity, 2, -Infinity, 2, 1]))
    expect(frequencies({ topP: 1e-9 })).toEqual([0, expect.closeTo(1), 0, 0, 0])
    expect(frequencies({ topK: 1 })).toEqual([0, expect.closeTo(1), 0, 0, 0])
  })

  it('are pure: the same seed, logits and step give the same token, in any order of steps', () => {
    const picks = (order: number[]) => {
      const sampler = sample({ seed: 5 })
      return new Map(order.map((step) => [step, sampler.pick(logits, step)]))
    }
    const forwards = picks([0, 1, 2, 3, 4, 5, 6, 7])
    const backwards = picks([7, 6, 5, 4, 3, 2, 1, 0])
    for (const [step, id] of forwards) expect(backwards.get(step)).toBe(id)
    const other = sample({ seed: 6 })
    expect([...forwards].some(([step, id]) => other.pick(logits, step) !== id)).toBe(true)
  })

  it.each([
    [{ temperature: 0 }, /temperature .* got 0/],
    [{ temperature: Number.NaN }, /temperature/],
    [{ minP: -0.1 }, /minP/],
    [{ minP: 1.5 }, /minP .* got 1.5/],
    [{ topK: 0 }, /topK/],
    [{ topK: 1.5 }, /topK/],
    [{ topP: 0 }, /topP/],
    [{ topP: 1.1 }, /topP/],
    [{ seed: 0.5 }, /seed/],
  ])('refuse %j', (options, message) => {
    expect(() => sample(options)).toThrow(expect.objectContaining({ code: 'bad-option' }))
    expect(() => sample(options)).toThrow(message)
  })
})
