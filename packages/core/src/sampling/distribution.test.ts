import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../tensor/random'
import { best, bestFirst } from './ranking'
import { type Distribution, FILTERS, greedy, type SampleOptions, type Sampler, sample } from './sampling'

/** Few different values, so that there are ties. */
const anyLogits = fc.oneof(
  fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: 1, maxLength: 30 }),
  fc.array(fc.constantFrom(-2, 0, 0.5, 3), { minLength: 1, maxLength: 30 }),
)
const anyOptions = fc.record(
  {
    temperature: fc.double({ min: 0.05, max: 20, noNaN: true }),
    topK: fc.integer({ min: 1, max: 35 }),
    topP: fc.double({ min: 0.01, max: 1, noNaN: true }),
    minP: fc.double({ min: 0, max: 1, noNaN: true }),
    seed: fc.integer(),
  },
  { requiredKeys: [] },
)

/** Temperature, top-k, top-p and min-p, written a second time: sorted lists, one filter after another. */
function naive(logits: readonly number[], { temperature = 1, topK = Infinity, topP = 1, minP = 0 }: SampleOptions) {
  const scaled = logits.map((logit) => logit / temperature)
  const removedBy: string[] = logits.map(() => '')
  const leftSorted = () =>
    [...logits.keys()]
      .filter((id) => !removedBy[id])
      .sort((a, b) => (scaled[b] as number) - (scaled[a] as number) || a - b)
  const softmaxOfLeft = () => {
    const left = leftSorted()
    const exps = new Map(
      left.map((id) => [id, Math.exp((scaled[id] as number) - (scaled[left[0] as number] as number))]),
    )
    const total = [...exps.values()].reduce((a, b) => a + b, 0)
    return new Map([...exps].map(([id, e]) => [id, e / total]))
  }
  for (const id of leftSorted().slice(topK)) removedBy[id] = 'topK'
  let before = 0
  const margins: number[] = []
  for (const [id, p] of softmaxOfLeft()) {
    if (topP < 1) margins.push(Math.abs(before - topP))
    if (topP < 1 && before >= topP) removedBy[id] = 'topP'
    before += p
  }
  const probs = softmaxOfLeft()
  const most = Math.max(...probs.values())
  for (const [id, p] of probs) {
    if (minP > 0) margins.push(Math.abs(p / most - minP))
    if (p < minP * most) removedBy[id] = 'minP'
  }
  const final = softmaxOfLeft()
  return { scaled, removedBy, probs: logits.map((_, id) => final.get(id) ?? 0), margin: Math.min(...margins) }
}

const distributionOf = (sampler: Sampler, logits: Float32Array | Float64Array): Distribution =>
  (sampler.distribution as NonNullable<Sampler['distribution']>)(logits, 0)

describe('distribution', () => {
  it('is what temperature, top-k, top-p and min-p make of the logits, in that order', () => {
    fc.assert(
      fc.property(anyLogits, anyOptions, (logits, options) => {
        const expected = naive(logits, options)
        // Where a sum comes this near to the bar, rounding decides.
        fc.pre(expected.margin > 1e-9)
        const got = distributionOf(sample(options), Float64Array.from(logits))
        expect(Array.from(got.scaled)).toEqual(expected.scaled)
        expect(Array.from(got.removedBy, (code) => FILTERS[code - 1] ?? '')).toEqual(expected.removedBy)
        for (const [id, name] of expected.removedBy.entries())
          expect(got.filtered[id]).toBe(name ? -Infinity : got.scaled[id])
        for (const [id, p] of expected.probs.entries()) expect(got.probs[id]).toBeCloseTo(p, 12)
      }),
      { numRuns: 500 },
    )
  })

  it('is over the whole vocabulary, and only of the tokens left', () => {
    const random = createRandom(3)
    const logits = Float32Array.from({ length: 5000 }, () => 3 * random.normal())
    const { probs, filtered, removedBy } = distributionOf(sample({ topK: 40, topP: 0.9, minP: 0.05 }), logits)
    expect(probs.length).toBe(5000)
    expect(Array.from(probs).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5)
    expect(removedBy.filter((code) => code === 1 + FILTERS.indexOf('topK')).length).toBe(4960)
    for (const [id, p] of probs.entries()) expect(p > 0).toBe(Number.isFinite(filtered[id]))
  })

  it('of greedy is certain, and greedy takes out the rest', () => {
    const { probs, removedBy, scaled } = distributionOf(greedy(), Float32Array.of(1, 5, 5, -2))
    expect(Array.from(probs)).toEqual([0, 1, 0, 0])
    expect(Array.from(scaled)).toEqual([1, 5, 5, -2])
    expect(Array.from(removedBy, (code) => FILTERS[code - 1])).toEqual(['greedy', undefined, 'greedy', 'greedy'])
  })

  it.each([
    [{ temperature: 0.7 }],
    [{ topK: 4, temperature: 2 }],
    [{ topP: 0.8 }],
    [{ minP: 0.2 }],
    [{ temperature: 1.3, topK: 6, topP: 0.9, minP: 0.1 }],
  ] as const)('is what pick draws from, over many seeds: %j', (options) => {
    const logits = Float32Array.of(1, 2.2, -0.5, 2.4, 0.3, 1.1, -1, 0.9)
    const { probs } = distributionOf(sample(options), logits)
    const n = 20_000
    const counts = new Float64Array(8)
    for (let seed = 0; seed < n; seed++) {
      const id = sample({ ...options, seed }).pick(logits, 3)
      counts[id] = (counts[id] as number) + 1
    }
    let chiSquare = 0
    for (const [id, p] of probs.entries())
      if (p === 0) expect(counts[id]).toBe(0)
      else chiSquare += ((counts[id] as number) - n * p) ** 2 / (n * p)
    // With at most 7 degrees of freedom, 29.9 is passed by chance once in 10,000.
    expect(chiSquare).toBeLessThan(29.9)
  })
})

describe('bestFirst', () => {
  it('gives all ids in the order of a stable sort', () => {
    fc.assert(
      fc.property(anyLogits, fc.nat(40), (values, count) => {
        const row = Float32Array.from(values)
        const sorted = [...row.keys()].sort((a, b) => (row[b] as number) - (row[a] as number) || a - b)
        expect(Array.from(row, bestFirst(row))).toEqual(sorted)
        expect(best(row, count)).toEqual(sorted.slice(0, count))
      }),
    )
  })
})
