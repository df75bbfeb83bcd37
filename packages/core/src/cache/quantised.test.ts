import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generate } from '../inference/generate'
import { livelyModel } from '../testing/naive'
import { bytesOfCodes, decode, encode } from './codes'
import { quantised } from './quantised'

const anyCoding = fc.record({ bits: fc.constantFrom(8 as const, 4 as const), symmetric: fc.boolean() })
const anyVectors = fc
  .record({ HS: fc.integer({ min: 1, max: 9 }), n: fc.integer({ min: 1, max: 5 }) })
  .chain(({ HS, n }) =>
    fc.record({
      HS: fc.constant(HS),
      values: fc.array(fc.float({ min: -100, max: 100, noNaN: true }), { minLength: HS * n, maxLength: HS * n }),
    }),
  )

describe('codes', () => {
  it('decode to the nearest level, and the ends of the range to themselves', () => {
    fc.assert(
      fc.property(anyVectors, anyCoding, ({ HS, values }, coding) => {
        const n = values.length / HS
        const x = Float32Array.from(values)
        const codes = {
          codes: new Uint8Array((n + 1) * bytesOfCodes(HS, coding)),
          scales: new Float32Array(n + 1),
          offsets: new Float32Array(n + 1),
        }
        encode(codes, x, 0, n, 1, HS, coding)
        const out = new Float32Array(values.length)
        decode(out, codes, 1, n + 1, HS, coding)
        for (let vector = 0; vector < n; vector++) {
          const row = Array.from(x.subarray(vector * HS, (vector + 1) * HS))
          const [min, max] = [Math.min(...row), Math.max(...row)]
          const step = coding.symmetric
            ? Math.max(-min, max) / (2 ** (coding.bits - 1) - 1)
            : (max - min) / (2 ** coding.bits - 1)
          for (const [i, value] of row.entries())
            expect(Math.abs((out[vector * HS + i] as number) - value)).toBeLessThanOrEqual(step * 0.5001 + 1e-5)
          const at = coding.symmetric
            ? row.findIndex((value) => Math.abs(value) === Math.max(-min, max))
            : row.indexOf(max)
          expect(out[vector * HS + at]).toBeCloseTo(row[at] as number, 3)
        }
        // Nothing before the vectors that were coded was touched.
        expect(codes.scales[0]).toBe(0)
        expect(codes.codes.subarray(0, bytesOfCodes(HS, coding)).every((byte) => byte === 0)).toBe(true)
      }),
    )
  })

  it('of 4 bits lie two in a byte, the first below', () => {
    const codes = { codes: new Uint8Array(2), scales: new Float32Array(1), offsets: new Float32Array(1) }
    encode(codes, Float32Array.of(-7, 7, 2), 0, 1, 0, 3, { bits: 4, symmetric: true })
    expect(Array.from(codes.codes)).toEqual([(15 << 4) | 1, 10])
    expect(codes.scales[0]).toBe(1)
    encode(codes, Float32Array.of(10, 25, 13), 0, 1, 0, 3, { bits: 4, symmetric: false })
    expect(Array.from(codes.codes)).toEqual([(15 << 4) | 0, 3])
    expect(codes.offsets[0]).toBe(10)
  })
})

describe('a quantised cache', () => {
  const model = livelyModel({ nLayers: 2, nHeads: 4, nKVHeads: 2, dModel: 20, nCtx: 20, dVocab: 9 }, 'float32')
  const worst = (bits: 8 | 4, symmetric?: boolean) => {
    const cache = quantised({ bits, ...(symmetric !== undefined && { symmetric }) })
    const { steps } = generate(model, [1, 2, 3, 4, 5], { maxNewTokens: 8, cache, compare: true })
    return Math.max(...steps.map(({ other }) => other?.maxLogitDifference as number))
  }

  it('changes the logits, and by less the more bits there are', () => {
    expect(worst(8)).toBeGreaterThan(0)
    expect(worst(4)).toBeGreaterThan(4 * worst(8))
    expect(worst(4, false)).toBeGreaterThan(4 * worst(8, false))
  })

  it('takes the bytes of its codes and scales', () => {
    const size = (cache: ReturnType<typeof quantised>) =>
      generate(model, [1, 2, 3], { maxNewTokens: 2, cache }).steps[1]?.counts.bytes.cacheSize
    const vectors = 2 * 2 * 2 * 4
    expect(size(quantised({ bits: 8 }))).toBe(vectors * (5 + 4))
    expect(size(quantised({ bits: 4 }))).toBe(vectors * (3 + 4))
    expect(size(quantised({ bits: 4, symmetric: false }))).toBe(vectors * (3 + 8))
  })

  it('shows in cacheAt what the codes decode to, beside what was computed', () => {
    const trace = generate(model, [1, 2, 3], { maxNewTokens: 3, cache: quantised({ bits: 4 }) })
    const held = trace.cacheAt(1)[1]?.k
    const computed = trace.tensor('blocks.1.attn.k').data
    for (let head = 0; head < 8; head++) {
      const values = held?.data.subarray(head * 5, (head + 1) * 5) ?? []
      const own = computed.subarray(head * 5, (head + 1) * 5)
      const scale = Math.fround(Math.max(...own.map(Math.abs)) / 7)
      for (const [i, value] of values.entries()) {
        expect(Math.abs(value / scale - Math.round(value / scale))).toBeLessThan(1e-5)
        expect(Math.abs(value - (own[i] as number))).toBeLessThan(0.501 * scale)
      }
    }
    expect(generate(model, [1], { cache: quantised({ bits: 8 }), select: ['logits'] }).stored).toEqual({})
  })

  it('refuses other widths', () => {
    expect(() => quantised({ bits: 16 as 8 })).toThrow(/bits must be 8 or 4; got 16/)
  })
})
