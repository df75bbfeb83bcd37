import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countAt, countOps } from '../complexity/countOps'
import type { ModelConfigInput } from '../model/config'
import { countParameters } from '../model/parameters'
import { anyConfig } from '../testing/arbitrary'
import { A100_80GB, DEVICES, type Device, H100_80GB, RTX_4090 } from './devices'
import { GPT2_SMALL, GPT3_175B } from './gpt'
import { LLAMA3_8B, LLAMA3_405B } from './llama3'
import { MISTRAL_7B } from './mistral'
import { PRESETS } from './presets'
import { QWEN25_0_5B } from './qwen'
import { type RooflineOptions, roofline } from './roofline'

/** A device whose figures make seconds easy to read: 1000 operations or 10 bytes a second. */
const TOY: Device = {
  id: 'toy',
  name: 'Toy',
  year: 2009,
  opsPerSecond: 1000,
  dtype: 'float16',
  bytesPerSecond: 10,
  memoryBytes: 1000,
  source: 'https://doi.org/10.1145/1498765.1498785',
}

describe('roofline, by hand', () => {
  // Untied: embedding 10 x 4, positions 8 x 4, Q K V O 4 x 16, MLP 2 x 4 x 6, norms 5 x 4 (no biases), unembedding 4 x 10.
  const config = { nLayers: 1, nHeads: 2, dModel: 4, dMlp: 6, nCtx: 8, dVocab: 10, tied: false, bias: false }
  const untabled = 64 + 48 + 3 * 4 + 40
  const options = { device: TOY, promptLength: 3 }

  it('takes a decode step apart', () => {
    const { decode, ridge, memory } = roofline(config, { ...options, position: 5, batch: 2 })
    // Each of two sequences: products of 64 + 48 + 40, and 5 keys and values of 4 numbers.
    const operations = 2 * 2 * (64 + 48 + 40 + 5 * 4 + 5 * 4)
    // Two rows of the embedding and one of the positions, which both sequences share; K and V of 5 positions, one written.
    const weights = 2 * (untabled + 2 * 4 + 4)
    const total = weights + 2 * 5 * 16 + 2 * 16
    expect(decode).toEqual({
      tokens: 2,
      operations,
      bytes: { weights, cacheRead: 160, cacheWritten: 32, total },
      intensity: operations / total,
      computeSeconds: operations / 1000,
      memorySeconds: total / 10,
      seconds: total / 10,
      bound: 'memory',
      attainable: (operations / total) * 10,
      tokensPerSecond: 2 / (total / 10),
    })
    expect(ridge).toBe(100)
    const all = 2 * (untabled + 40 + 32)
    expect(memory).toEqual({
      weights: all,
      cache: 160,
      cachePerToken: 16,
      total: all + 160,
      capacity: 1000,
      fits: true,
    })
  })

  it('takes a prefill apart, and is bound by compute on a device that computes slowly', () => {
    const { prefill } = roofline(config, { ...options, device: { ...TOY, opsPerSecond: 5 } })
    const operations = 2 * (3 * (64 + 48 + 40) + 2 * 6 * 4)
    expect(prefill.operations).toBe(operations)
    expect(prefill.bytes).toEqual({
      weights: 2 * (untabled + 3 * 4 + 3 * 4),
      cacheRead: 0,
      cacheWritten: 3 * 16,
      total: 2 * (untabled + 24) + 48,
    })
    expect(prefill).toMatchObject({ bound: 'compute', seconds: operations / 5, attainable: 5, tokens: 3 })
  })

  it('reads a tied table once, whole, and never more rows of an untied one than there are', () => {
    const tied = roofline({ ...config, tied: true }, options)
    expect(tied.decode.bytes.weights).toBe(2 * (untabled + 4))
    const crowd = roofline(config, { ...options, batch: 99 })
    expect(crowd.decode.bytes.weights).toBe(2 * (untabled + 40 + 4))
    expect(roofline(config, { device: TOY, promptLength: 20 }).prefill.bytes.weights).toBe(2 * (untabled + 40 + 32))
    expect(roofline({ ...config, positions: 'none' }, options).decode.bytes.weights).toBe(2 * (untabled + 4))
  })

  it('counts 4-bit weights and 8-bit caches', () => {
    const { decode, memory } = roofline(config, { ...options, bytesPerWeight: 0.5, bytesPerCacheValue: 1 })
    expect(decode.bytes.weights).toBe(0.5 * (untabled + 4 + 4))
    expect(decode.bytes.cacheRead).toBe(4 * 8)
    expect(memory.weights).toBe(0.5 * (untabled + 72))
  })
})

describe('roofline of published models', () => {
  it('bounds the prefill of Llama 3 8B on an A100 by compute and its decode by memory', () => {
    const { prefill, decode, memory } = roofline(LLAMA3_8B.config, { device: A100_80GB, promptLength: 2048 })
    expect(prefill.bound).toBe('compute')
    expect(decode.bound).toBe('memory')
    // All but 128,255 rows of the embedding, in 16 bits; 2,049 positions of 128 kB.
    expect(decode.bytes.weights).toBe(2 * (8_030_261_248 - 128_255 * 4096))
    expect(decode.bytes.cacheRead).toBe(2049 * 131_072)
    expect(decode.tokensPerSecond).toBeCloseTo(2.039e12 / (15_009_857_536 + 2050 * 131_072), 9)
    expect(decode.tokensPerSecond).toBeGreaterThan(130)
    expect(decode.tokensPerSecond).toBeLessThan(135)
    expect(memory.fits).toBe(true)
  })

  it.each(Object.values(PRESETS))('does so with $name on every device', ({ config }) => {
    const context = Math.min(2048, config.nCtx)
    for (const device of Object.values(DEVICES)) {
      const { prefill, decode, ridge } = roofline(config, { device, promptLength: context })
      expect([prefill.bound, decode.bound]).toEqual(['compute', 'memory'])
      expect(prefill.intensity).toBeGreaterThan(ridge)
      expect(decode.intensity).toBeLessThan(ridge)
    }
  })

  it('says what fits', () => {
    const fits = (config: ModelConfigInput, options: Partial<RooflineOptions> = {}) =>
      roofline(config, { device: A100_80GB, promptLength: 100, ...options }).memory.fits
    expect(fits(GPT3_175B.config)).toBe(false)
    expect(fits(LLAMA3_405B.config)).toBe(false)
    expect(fits(LLAMA3_8B.config, { device: RTX_4090 })).toBe(true)
    expect(fits(PRESETS['llama2-70b'].config)).toBe(false)
    expect(fits(PRESETS['llama2-70b'].config, { bytesPerWeight: 1 })).toBe(true)
    expect(fits(LLAMA3_8B.config, { batch: 10_000 })).toBe(false)
  })

  it('holds and reads no more than the window', () => {
    const at = (position: number) => roofline(MISTRAL_7B.config, { device: A100_80GB, promptLength: 10, position })
    expect(at(4096).decode.bytes).toEqual(at(8000).decode.bytes)
    expect(at(4096).memory.cache).toBe(at(8000).memory.cache)
    expect(at(4095).memory).toMatchObject({ cache: at(4096).memory.cache - 131_072, cachePerToken: 131_072 })
    expect(at(4096).memory.cachePerToken).toBe(0)
  })

  it('is bound by compute in decode too once enough sequences share the weights', () => {
    const at = (batch: number) => roofline(QWEN25_0_5B.config, { device: A100_80GB, promptLength: 1, batch }).decode
    expect([at(1).bound, at(100).bound, at(1000).bound]).toEqual(['memory', 'memory', 'compute'])
  })
})

describe('roofline of any config', () => {
  const runs = fc
    .record({
      config: anyConfig,
      promptLength: fc.integer({ min: 1, max: 9 }),
      later: fc.integer({ min: 1, max: 9 }),
      batch: fc.integer({ min: 1, max: 5 }),
      device: fc.constantFrom<Device>(...Object.values(DEVICES), TOY),
    })
    .map(({ config, later, ...run }) => ({ config, options: { ...run, position: run.promptLength + later } }))

  it('does twice the multiply-adds that are counted, under one roof', () => {
    fc.assert(
      fc.property(runs, ({ config, options }) => {
        const { promptLength, position, batch, device } = options
        const result = roofline(config, options)
        const counted = countOps(config, { promptLength, newTokens: 1, cache: 'full' }).total
        expect(result.prefill.operations).toBe(2 * batch * counted.totalMacs)
        expect(result.decode.operations).toBe(2 * batch * countAt(config, position, 'full').totalMacs)
        for (const step of [result.prefill, result.decode]) {
          expect(step.bytes.weights).toBeLessThanOrEqual(2 * countParameters(config))
          expect(step.operations / step.seconds / step.attainable).toBeCloseTo(1, 12)
          expect(step.attainable).toBeLessThanOrEqual(device.opsPerSecond)
          expect(step.bound).toBe(step.intensity >= result.ridge ? 'compute' : 'memory')
        }
      }),
    )
  })

  it('takes no less time for more, and no more for less', () => {
    fc.assert(
      fc.property(runs, ({ config, options }) => {
        const { position, batch, device } = options
        const one = roofline(config, options)
        const longer = roofline(config, { ...options, position: position + 1 })
        expect(longer.decode.seconds).toBeGreaterThanOrEqual(one.decode.seconds)
        expect(longer.prefill).toEqual(one.prefill)
        const more = roofline(config, { ...options, batch: batch + 1 })
        expect(more.decode.seconds).toBeGreaterThanOrEqual(one.decode.seconds)
        expect(more.decode.tokensPerSecond).toBeGreaterThanOrEqual(one.decode.tokensPerSecond * (1 - 1e-12))
        expect(more.memory.total).toBeGreaterThan(one.memory.total)
        const smaller = roofline(config, { ...options, bytesPerWeight: 1 })
        expect(smaller.decode.seconds).toBeLessThanOrEqual(one.decode.seconds)
        expect(smaller.memory.weights).toBe(one.memory.weights / 2)
        for (const better of [{ opsPerSecond: device.opsPerSecond * 2 }, { bytesPerSecond: device.bytesPerSecond * 2 }])
          expect(roofline(config, { ...options, device: { ...device, ...better } }).decode.seconds).toBeLessThanOrEqual(
            one.decode.seconds,
          )
      }),
    )
  })

  it('takes any device by its three figures', () => {
    const { opsPerSecond, bytesPerSecond, memoryBytes } = H100_80GB
    expect(
      roofline(GPT2_SMALL.config, { device: { opsPerSecond, bytesPerSecond, memoryBytes }, promptLength: 4 }),
    ).toEqual(roofline(GPT2_SMALL.config, { device: H100_80GB, promptLength: 4 }))
  })

  it('refuses what is no count, by the name that it was given under', () => {
    const options = { device: H100_80GB, promptLength: 4 }
    for (const [bad, message] of [
      [{ promptLength: 0 }, /^promptLength must be a whole number, 1 or more; got 0/],
      [{ promptLength: Number.NaN }, /^promptLength .* got NaN/],
      [{ position: 4 }, /^position must be a whole number above promptLength \(4\).*got 4/],
      [{ position: 5.5 }, /^position .* got 5.5/],
      [{ position: Number.NaN }, /^position .* got NaN/],
      [{ batch: 0 }, /^batch .* got 0/],
      [{ batch: 1.5 }, /^batch .* got 1.5/],
      [{ bytesPerWeight: 0 }, /^bytesPerWeight must be above 0; got 0/],
      [{ bytesPerCacheValue: -1 }, /^bytesPerCacheValue must be above 0; got -1/],
      [{ device: { ...H100_80GB, bytesPerSecond: 0 } }, /^device.bytesPerSecond must be above 0; got 0/],
    ] as const)
      expect(() => roofline(GPT2_SMALL.config, { ...options, ...bad })).toThrow(
        expect.objectContaining({ code: 'bad-option', message: expect.stringMatching(message) }),
      )
    expect(() => roofline({ ...GPT2_SMALL.config, nHeads: 5 }, options)).toThrow(
      expect.objectContaining({ code: 'bad-config' }),
    )
  })
})
