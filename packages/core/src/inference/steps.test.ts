import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runForward } from '../model/runForward'
import { anyConfig, anyTokens } from '../testing/arbitrary'
import { livelyModel } from '../testing/naive'
import { type GenerationProgress, generate, generateSteps } from './generate'
import { sample } from './sampling'

const config = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 80, dVocab: 7 }
const model = livelyModel(config, 'float32')

const anyRun = anyConfig.chain((input) =>
  fc.record({
    input: fc.constant(input),
    seed: fc.nat(1e6),
    ids: anyTokens(input.dVocab, 1, 6),
    maxNewTokens: fc.integer({ min: 1, max: 5 }),
    prefillChunk: fc.integer({ min: 1, max: 7 }),
    cache: fc.constantFrom('full' as const, 'none' as const),
  }),
)

describe('generateSteps', () => {
  it('yields after every pass, and ends with the trace that generate returns', () => {
    const steps = generateSteps(model, [1, 2, 3, 4, 5], { maxNewTokens: 3, prefillChunk: 2 })
    const seen: GenerationProgress[] = []
    let next = steps.next()
    for (; !next.done; next = steps.next()) seen.push(next.value)
    expect(seen.map(({ positions, step }) => [positions, step?.kind])).toEqual([
      [2, undefined],
      [4, undefined],
      [5, 'prefill'],
      [6, 'decode'],
      [7, 'decode'],
    ])
    expect(next.value).toEqual(generate(model, [1, 2, 3, 4, 5], { maxNewTokens: 3, prefillChunk: 2 }))
    expect(seen.flatMap(({ step }) => step ?? [])).toEqual(next.value.steps)
  })

  it('gives the same to the bit in passes of any length, but for what the passes read of one another', () => {
    fc.assert(
      fc.property(anyRun, ({ input, seed, ids, maxNewTokens, prefillChunk, cache }) => {
        const any = livelyModel(input, 'float32', seed)
        const options = { maxNewTokens, cache, sampler: sample({ seed, temperature: 2 }) }
        const whole = generate(any, ids, options)
        const parts = generate(any, ids, { ...options, prefillChunk })
        const [first, ...rest] = parts.steps
        const { cacheRead, ...bytes } = first?.counts.bytes ?? { cacheRead: 0 }
        expect(whole.steps[0]?.counts.bytes).toMatchObject(bytes)
        expect(first?.counts.macs).toEqual(whole.steps[0]?.counts.macs)
        expect(rest).toEqual(whole.steps.slice(1))
        expect({ ...parts, steps: [] }).toEqual({ ...whole, steps: [] })
        if (cache === 'none' || prefillChunk >= ids.length) expect(cacheRead).toBe(0)
        else expect(cacheRead).toBeGreaterThan(0)
      }),
      { numRuns: 60 },
    )
  })
})

describe('select', () => {
  const tokens = Array.from({ length: 70 }, (_, i) => (i * i + 3) % 7)
  const whole = runForward(model, tokens)

  it('keeps the named tensors alone, in the order of computation, and they are the same to the bit', () => {
    const select = ['logits', 'blocks.*.attn.pattern', 'embed', 'blocks.1.*']
    const trace = runForward(model, tokens, { select })
    const kept = Object.keys(whole.tensors).filter((name) => /^(logits|embed)$|attn\.pattern|blocks\.1/.test(name))
    expect(Object.keys(trace.tensors)).toEqual(kept)
    for (const name of kept) expect(trace.tensor(name)).toEqual(whole.tensor(name))
    expect(trace.counts).toEqual(whole.counts)
    expect(() => trace.tensor('probs')).toThrow(expect.objectContaining({ code: 'unknown-tensor' }))
    const generation = generate(model, tokens, { maxNewTokens: 4, select })
    expect(Object.keys(generation.tensors)).toEqual(kept)
    expect(generation.steps).toEqual(generate(model, tokens, { maxNewTokens: 4 }).steps)
  })

  it('keeps none if none is named, and refuses names that do not exist', () => {
    expect(runForward(model, [1], { select: [] }).tensors).toEqual({})
    for (const select of [['blocks.2.resid_pre'], ['logits', 'log.ts'], ['attn.*']])
      expect(() => runForward(model, [1], { select })).toThrow(expect.objectContaining({ code: 'unknown-tensor' }))
    expect(() => generate(model, [1], { select: ['x'] }).tensors).toThrow(/"x"/)
  })
})

describe('what a token was drawn from', () => {
  it('is in the trace: logits, scaled, filtered and the probabilities that pick drew by', () => {
    const sampler = sample({ temperature: 0.8, topK: 3, seed: 4 })
    const trace = generate(model, [1, 2, 3], { maxNewTokens: 5, sampler })
    for (const { sampling, sampled, to } of trace.steps) {
      const logits = trace.tensor('logits').data.subarray((to - 1) * 7, to * 7)
      expect(sampling?.logits).toEqual(logits)
      expect(sampling?.scaled).toEqual(logits.map((logit) => logit / 0.8))
      expect(sampling?.probs.filter((p) => p > 0)).toHaveLength(3)
      expect(sampling?.probs[sampled.id]).toBeGreaterThan(0)
      expect(sampling?.filtered.filter((value) => value === -Infinity)).toHaveLength(4)
    }
  })

  it('may be left out, and is missing for samplers that do not tell', () => {
    expect(generate(model, [1], { distributions: false }).steps[0]).not.toHaveProperty('sampling')
    expect(generate(model, [1], { sampler: { pick: () => 3 } }).steps[0]).not.toHaveProperty('sampling')
  })
})
