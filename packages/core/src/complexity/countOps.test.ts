import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addCounts, sumCounts } from '../counts/sum'
import { type StepCounts, WORK_KINDS } from '../counts/types'
import { ACTIVATIONS, type ModelConfig, NORMS, POSITIONS, resolveConfig } from '../model/config'
import { countAt, countOps, kvCacheBytes } from './countOps'

const positive = (max: number) => fc.integer({ min: 1, max })
/** Every setting that a config has, and prompts of less and of more than the window and the context. */
const configs = fc
  .record({
    nLayers: positive(4),
    nKVHeads: positive(3),
    dModel: positive(16),
    dHead: positive(4).map((half) => 2 * half),
    dMlp: positive(24),
    nCtx: positive(32),
    dVocab: positive(40),
    norm: fc.constantFrom(...NORMS),
    positions: fc.constantFrom(...POSITIONS),
    activation: fc.constantFrom(...ACTIVATIONS),
    tied: fc.boolean(),
    bias: fc.constantFrom(true, false, 'qkv' as const),
    attentionWindow: positive(9),
  })
  .chain((config) => positive(3).map((group) => resolveConfig({ ...config, nHeads: group * config.nKVHeads })))
const runs = fc.record({
  promptLength: positive(7),
  newTokens: fc.integer({ min: 0, max: 7 }),
  cache: fc.constantFrom('full' as const, 'none' as const),
  bytesPerValue: fc.constantFrom(4, 2, 1, 0.5),
})
const GPT3 = { nLayers: 96, nHeads: 96, dModel: 12288, nCtx: 2048, dVocab: 50257 }

/** Does nothing but count, product by product, as a machine would that walks every row and every visible cell. */
function walk(
  config: ModelConfig,
  from: number,
  to: number,
  cached: number,
  decoding: boolean,
  /** The first position whose logits the step needs. */
  needed: number,
): StepCounts {
  const { nLayers, nHeads, nKVHeads, dHead, dModel, dMlp, dVocab } = config
  const macs = { projections: 0, scores: 0, weightedValues: 0, mlp: 0, unembed: 0 }
  const bytes = { cacheWritten: 0, cacheRead: 0, cacheSize: 0 }
  const sees = (query: number, key: number) =>
    key <= query && (config.attentionWindow >= config.nCtx || query - key < config.attentionWindow)
  for (let layer = 0; layer < nLayers; layer++)
    for (let query = from; query < to; query++) {
      for (let head = 0; head < nHeads; head++) {
        for (const _ of ['Q', 'O']) macs.projections += dModel * dHead
        for (let key = 0; key < to; key++) {
          if (!sees(query, key)) continue
          macs.scores += dHead
          macs.weightedValues += dHead
        }
      }
      for (let head = 0; head < nKVHeads; head++) {
        for (const _ of ['K', 'V']) {
          macs.projections += dModel * dHead
          bytes.cacheWritten += cached * dHead
          for (let key = 0; key < to; key++) if (decoding && sees(query, key)) bytes.cacheRead += cached * dHead
        }
      }
      for (const _ of config.activation === 'swiglu' ? ['gate', 'in', 'out'] : ['in', 'out']) macs.mlp += dModel * dMlp
      if (layer === 0 && query >= needed) macs.unembed += dModel * dVocab
    }
  for (let layer = 0; layer < nLayers; layer++) bytes.cacheSize += to * nKVHeads * 2 * cached * dHead
  return { macs, totalMacs: WORK_KINDS.reduce((sum, kind) => sum + macs[kind], 0), bytes }
}

describe('countOps', () => {
  it('equals a walk that counts every product', () => {
    fc.assert(
      fc.property(configs, runs, (config, run) => {
        const { steps, total } = countOps(config, run)
        const cached = run.cache === 'full' ? run.bytesPerValue : 0
        const walked = Array.from({ length: run.newTokens }, (_, i) => {
          const to = run.promptLength + i
          return walk(config, cached && i > 0 ? to - 1 : 0, to, cached, cached > 0 && i > 0, i > 0 ? to - 1 : 0)
        })
        expect(steps).toEqual(walked)
        expect(total).toEqual(sumCounts(walked))
      }),
    )
  })

  it('does the same work for the prompt either way, and less with a cache from then on', () => {
    fc.assert(
      fc.property(configs, positive(7), (config, promptLength) => {
        const [full, none] = (['full', 'none'] as const).map((cache) =>
          countOps(config, { promptLength, newTokens: 4, cache }),
        )
        expect(full?.steps[0]?.macs).toEqual(none?.steps[0]?.macs)
        for (const i of [1, 2, 3]) expect(full?.steps[i]?.totalMacs).toBeLessThan(none?.steps[i]?.totalMacs as number)
        expect(sumCounts(none?.steps ?? []).bytes).toEqual({ cacheWritten: 0, cacheRead: 0, cacheSize: 0 })
      }),
    )
  })

  it('counts one row by hand', () => {
    const config = { nLayers: 3, nHeads: 3, dModel: 48, nCtx: 11, dVocab: 3 }
    const { steps, total } = countOps(config, { promptLength: 6, newTokens: 2, cache: 'full' })
    expect(steps[1]).toEqual({
      macs: { projections: 27648, scores: 1008, weightedValues: 1008, mlp: 55296, unembed: 144 },
      totalMacs: 85104,
      bytes: { cacheWritten: 1152, cacheRead: 8064, cacheSize: 8064 },
    })
    expect(steps[0]?.macs.scores).toBe(3 * 48 * 21)
    expect(steps[0]?.bytes).toEqual({ cacheWritten: 6912, cacheRead: 0, cacheSize: 6912 })
    expect(total.bytes).toEqual({ cacheWritten: 8064, cacheRead: 8064, cacheSize: 8064 })
  })

  it('counts by hand a row of grouped queries, a window and a gate', () => {
    const config = {
      nLayers: 2,
      nHeads: 4,
      nKVHeads: 2,
      dModel: 8,
      dMlp: 10,
      nCtx: 64,
      dVocab: 5,
      positions: 'rotary',
      activation: 'swiglu',
      attentionWindow: 3,
    } as const
    // Q and O are 8 x 8, K and V 8 x 4; three keys of 8 numbers; three products of 8 x 10; 8 x 5.
    expect(countAt(config, 10, 'full', { bytesPerValue: 2 })).toEqual({
      macs: { projections: 2 * 192, scores: 2 * 24, weightedValues: 2 * 24, mlp: 2 * 240, unembed: 40 },
      totalMacs: 1000,
      bytes: { cacheWritten: 2 * 16, cacheRead: 3 * 2 * 16, cacheSize: 10 * 2 * 16 },
    })
    // A prefill of five sees 1 + 2 + 3 + 3 + 3 keys.
    const prefill = countOps(config, { promptLength: 5, newTokens: 1, cache: 'full' })
    expect(prefill.total.macs.scores).toBe(2 * 8 * 12)
  })

  it('is exact at the size of GPT-3, beyond it right to 15 digits, and runs past the context', () => {
    const [P, N] = [1024, 1024]
    const { steps, total } = countOps(GPT3, { promptLength: P, newTokens: N, cache: 'none' })
    const sum = { projections: 0n, scores: 0n, mlp: 0n, unembed: 0n }
    for (let i = 0; i < N; i++) {
      const rows = BigInt(P + i)
      const exact = {
        projections: 96n * rows * 4n * 12288n * 12288n,
        scores: (96n * 12288n * rows * (rows + 1n)) / 2n,
        mlp: 96n * rows * 8n * 12288n * 12288n,
        // Of the prompt every position's logits, of each later step the last one's.
        unembed: (i === 0 ? rows : 1n) * 12288n * 50257n,
      }
      for (const kind of ['projections', 'scores', 'mlp', 'unembed'] as const) {
        const value = steps[i]?.macs[kind] as number
        expect(Number.isSafeInteger(value)).toBe(true)
        expect(BigInt(value)).toBe(exact[kind])
        sum[kind] += exact[kind]
      }
    }
    for (const kind of ['projections', 'scores', 'mlp', 'unembed'] as const)
      expect(Math.abs(total.macs[kind] / Number(sum[kind]) - 1)).toBeLessThan(1e-13)
    expect(Number.isSafeInteger(countOps(GPT3, { promptLength: P, newTokens: N, cache: 'full' }).total.totalMacs)).toBe(
      true,
    )
    expect(countAt(GPT3, 1_000_000, 'full').bytes.cacheSize).toBe(1_000_000 * 2 * 96 * 12288 * 4)
  })

  it('refuses counts that are none', () => {
    const refused = expect.objectContaining({ code: 'bad-option' })
    const run = { promptLength: 2, newTokens: 2, cache: 'full' } as const
    for (const bad of [0, -1, 1.5, Number.NaN, Infinity]) {
      expect(() => countOps(GPT3, { ...run, promptLength: bad })).toThrow(refused)
      expect(() => countAt(GPT3, bad, 'full')).toThrow(refused)
    }
    for (const bad of [-1, 0.5, Number.NaN]) {
      expect(() => countOps(GPT3, { ...run, newTokens: bad })).toThrow(refused)
      expect(() => kvCacheBytes(GPT3, bad)).toThrow(refused)
    }
    for (const bytesPerValue of [0, -2, Number.NaN, Infinity]) {
      expect(() => countOps(GPT3, { ...run, bytesPerValue })).toThrow(refused)
      expect(() => kvCacheBytes(GPT3, 1, { bytesPerValue })).toThrow(refused)
    }
    expect(() => countOps(GPT3, { ...run, cache: 'some' as 'full' })).toThrow(refused)
    expect(() => countOps({ ...GPT3, nHeads: 0 }, run)).toThrow(expect.objectContaining({ code: 'bad-config' }))
  })
})

describe('countAt and kvCacheBytes', () => {
  it('are the steps of a run, each by itself', () => {
    fc.assert(
      fc.property(configs, runs, (config, run) => {
        countOps(config, run).steps.forEach((step, i) => {
          const positions = run.promptLength + i
          if (i > 0) expect(countAt(config, positions, run.cache, run)).toEqual(step)
          expect(step.bytes.cacheSize).toBe(run.cache === 'full' ? kvCacheBytes(config, positions, run) : 0)
        })
      }),
    )
  })
})

describe('addCounts and sumCounts', () => {
  it('add everything but the size of the cache, which is the last', () => {
    const { steps } = countOps({ ...GPT3, nLayers: 2 }, { promptLength: 3, newTokens: 3, cache: 'full' })
    const [a, b, c] = steps as [StepCounts, StepCounts, StepCounts]
    expect(addCounts(addCounts(a, b), c)).toEqual(sumCounts(steps))
    expect(sumCounts(steps).bytes.cacheSize).toBe(c.bytes.cacheSize)
    expect(sumCounts(steps).macs.mlp).toBe(a.macs.mlp + b.macs.mlp + c.macs.mlp)
    expect(sumCounts([]).totalMacs).toBe(0)
    expect(sumCounts([])).not.toBe(sumCounts([]))
  })
})
