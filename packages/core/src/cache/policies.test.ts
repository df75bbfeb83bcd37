import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generate } from '../inference/generate'
import { sample } from '../sampling/sampling'
import { anyConfig, anyTokens } from '../testing/arbitrary'
import { livelyModel } from '../testing/naive'
import { naivePolicy, positionsOf } from '../testing/naivePolicy'
import type { GenerationTrace } from '../trace/types'
import { attentionSinks, heavyHitters, paged, prefixCache, quantised, slidingWindow } from './index'
import type { CachePolicy } from './policy'

const POLICIES: Record<string, () => CachePolicy> = {
  'sliding window': () => slidingWindow({ window: 3 }),
  'attention sinks': () => attentionSinks({ sinks: 2, window: 2 }),
  'heavy hitters': () => heavyHitters({ recent: 2, heavy: 2 }),
  'quantised to 8 bits': () => quantised({ bits: 8 }),
  'quantised to 4 bits, not symmetric': () => quantised({ bits: 4, symmetric: false }),
  paged: () => paged({ blockSize: 2 }),
  prefix: () => prefixCache({ blockSize: 2, capacity: 8 }),
}

const anyRun = anyConfig.chain((config) =>
  fc.record({
    config: fc.constant(config),
    seed: fc.nat(1e6),
    prompt: anyTokens(config.dVocab, 1, 6),
    maxNewTokens: fc.integer({ min: 1, max: 6 }),
  }),
)

const ids = (trace: GenerationTrace) => trace.tokens.map(({ id }) => id)

describe.each(Object.entries(POLICIES))('a cache under the policy: %s', (_, make) => {
  it('gives the logits of a transformer that sees what is held, written a second time', () => {
    fc.assert(
      fc.property(anyRun, ({ config, seed, prompt, maxNewTokens }) => {
        const model = livelyModel(config, 'float64', seed)
        const trace = generate(model, prompt, { maxNewTokens, cache: make(), sampler: sample({ seed }) })
        const { steps, closest } = naivePolicy(model, ids(trace).slice(0, -1), prompt.length, trace.cache)
        fc.pre(closest > 1e-9)
        const { dVocab } = model.config
        for (const { to, index, cache } of trace.steps) {
          const { logits, held } = steps[index] as (typeof steps)[number]
          expect(cache?.layers.map((layer) => positionsOf(layer.held))).toEqual(held)
          for (const [id, value] of logits.entries())
            expect(Math.abs((trace.tensor('logits').data[(to - 1) * dVocab + id] as number) - value)).toBeLessThan(1e-6)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('says what it did, and its bytes add up', () => {
    fc.assert(
      fc.property(anyRun, ({ config, seed, prompt, maxNewTokens }) => {
        const model = livelyModel(config, 'float32', seed)
        const trace = generate(model, prompt, { maxNewTokens, cache: make() })
        let before: number[][] = Array.from({ length: model.config.nLayers }, () => [])
        for (const { from, to, cache, counts, index } of trace.steps) {
          const layers = cache?.layers ?? []
          expect(layers).toHaveLength(model.config.nLayers)
          for (const [l, { written, read, evicted, held }] of layers.entries()) {
            expect(positionsOf(written)).toEqual(Array.from({ length: to - from }, (_, i) => from + i))
            const gone = new Set(positionsOf(evicted))
            const was = [...(before[l] as number[]), ...positionsOf(written)]
            expect(positionsOf(held)).toEqual(was.filter((position) => !gone.has(position)))
            for (const position of gone) expect(was).toContain(position)
            // Scores exist exactly where something was read.
            const { data, shape } = trace.tensor(`blocks.${l}.attn.scores`)
            const [, , T = 0] = shape
            const seen = Array.from({ length: T }, (_, s) => s).filter((s) => data[(to - 1) * T + s] !== -Infinity)
            if (index > 0) expect(positionsOf(read)).toEqual(seen)
            else expect(read).toEqual([])
          }
          before = layers.map(({ held }) => positionsOf(held))
          expect(counts.bytes.cacheSize).toBe(layers.reduce((sum, { bytes }) => sum + bytes, 0))
          const reads = layers.reduce((sum, { read }) => sum + positionsOf(read).length, 0)
          const writes = layers.reduce((sum, { written }) => sum + positionsOf(written).length, 0)
          expect(counts.bytes.cacheRead * writes).toBeCloseTo(counts.bytes.cacheWritten * reads, 6)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('holds the rows that the trace says it holds, and shows what they hold', () => {
    fc.assert(
      fc.property(anyRun, ({ config, seed, prompt, maxNewTokens }) => {
        const model = livelyModel(config, 'float32', seed)
        const trace = generate(model, prompt, { maxNewTokens, cache: make() })
        for (const { index, cache } of trace.steps)
          for (const [l, { k, v, positions }] of trace.cacheAt(index).entries()) {
            expect(positions).toEqual(positionsOf(cache?.layers[l]?.held ?? []))
            for (const tensor of [k, v]) {
              const all = (trace.stored ?? trace.tensors)[tensor.name]?.data ?? []
              const row = tensor.data.length / positions.length
              expect(tensor.shape).toEqual([positions.length, model.config.nKVHeads, model.config.dHead])
              expect(Array.from(tensor.data)).toEqual(
                positions.flatMap((position) => Array.from(all.slice(position * row, (position + 1) * row))),
              )
            }
          }
      }),
      { numRuns: 20 },
    )
  })

  it('gives the same to the bit, whatever the passes of the prefill', () => {
    fc.assert(
      fc.property(anyRun, fc.integer({ min: 1, max: 3 }), ({ config, seed, prompt, maxNewTokens }, prefillChunk) => {
        const model = livelyModel(config, 'float32', seed)
        const whole = generate(model, prompt, { maxNewTokens, cache: make() })
        const parts = generate(model, prompt, { maxNewTokens, cache: make(), prefillChunk })
        expect(parts.tensors).toEqual(whole.tensors)
        expect(parts.steps).toEqual(whole.steps)
      }),
      { numRuns: 20 },
    )
  })
})
