import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countOps } from '../complexity/countOps'
import { sample } from '../sampling/sampling'
import { anyConfig, anyTokens } from '../testing/arbitrary'
import { livelyModel } from '../testing/naive'
import { generate } from './generate'
import { runForward } from './runForward'

const config = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 9, dVocab: 7 }
const model = livelyModel(config, 'float32')

const anyGeneration = anyConfig.chain((any) =>
  fc.record({
    config: fc.constant(any),
    seed: fc.integer(),
    prompt: anyTokens(any.dVocab, 1, 6),
    maxNewTokens: fc.integer({ min: 1, max: 6 }),
    cache: fc.constantFrom('full' as const, 'none' as const),
  }),
)

describe('generate', () => {
  it('agrees with and without a cache, and with one forward pass over the text, and counts what it did', () => {
    fc.assert(
      fc.property(anyGeneration, ({ config, seed, prompt, maxNewTokens, cache }) => {
        const any = livelyModel(config, 'float32', seed)
        const sampler = sample({ seed })
        const trace = generate(any, prompt, { maxNewTokens, cache, sampler, compare: true })
        const ids = trace.tokens.map(({ id }) => id)
        expect(ids.length).toBe(prompt.length + maxNewTokens)
        const whole = runForward(any, ids.slice(0, -1))
        for (const [name, { data }] of Object.entries(whole.tensors)) {
          const got = trace.tensor(name).data
          for (const [i, value] of data.entries())
            if (Number.isFinite(value)) expect(Math.abs((got[i] as number) - value)).toBeLessThan(1e-5)
            else expect(got[i]).toBe(value)
        }
        const counted = countOps(config, { promptLength: prompt.length, newTokens: maxNewTokens, cache })
        const other = cache === 'full' ? 'none' : 'full'
        const otherCounted = countOps(config, { promptLength: prompt.length, newTokens: maxNewTokens, cache: other })
        for (const [i, step] of trace.steps.entries()) {
          expect(step.other?.maxLogitDifference).toBeLessThan(1e-5)
          expect(step.counts).toEqual(counted.steps[i])
          expect(step.other?.counts).toEqual(otherCounted.steps[i])
        }
      }),
      { numRuns: 40 },
    )
  })

  it('records the steps: prefill, then one position each', () => {
    const trace = generate(model, [1, 2, 3], { maxNewTokens: 3 })
    expect(trace.steps.map(({ kind, from, to, cachedPositions }) => [kind, from, to, cachedPositions])).toEqual([
      ['prefill', 0, 3, 3],
      ['decode', 3, 4, 4],
      ['decode', 4, 5, 5],
    ])
    expect(
      generate(model, [1, 2, 3], { maxNewTokens: 3, cache: 'none' }).steps.map(({ from, to }) => [from, to]),
    ).toEqual([
      [0, 3],
      [0, 4],
      [0, 5],
    ])
    expect(trace.steps[0]).not.toHaveProperty('other')
    expect(trace.promptLength).toBe(3)
    expect(trace.text).toBe(trace.tokens.map(({ text }) => text).join(' '))
  })

  it('fills the context to its last position', () => {
    expect(generate(model, [1, 2], { maxNewTokens: 8 }).tokens).toHaveLength(10)
  })

  it('takes the most probable token, and shows the best candidates with the probabilities of the run', () => {
    const trace = generate(model, [1, 2, 3], { maxNewTokens: 3, topCandidates: 4 })
    const probs = trace.tensor('probs').data
    const logits = trace.tensor('logits').data
    for (const step of trace.steps) {
      const row = Array.from(probs.slice((step.to - 1) * 7, step.to * 7))
      expect(step.candidates.map(({ prob }) => prob)).toEqual(row.toSorted((a, b) => b - a).slice(0, 4))
      expect(step.sampled).toEqual(step.candidates[0])
      expect(step.sampled.logit).toBe(logits[(step.to - 1) * 7 + step.sampled.id])
      expect(trace.tokens[step.to]?.id).toBe(step.sampled.id)
    }
  })

  it('holds after each step K and V of all positions', () => {
    const trace = generate(model, [1, 2, 3], { maxNewTokens: 4 })
    for (const { index, to } of trace.steps) {
      for (const [l, { k, v, positions }] of trace.cacheAt(index).entries()) {
        expect(positions).toEqual(Array.from({ length: to }, (_, p) => p))
        const cached = { axes: ['position', 'kv_head', 'd_head'], shape: [to, 2, 4] }
        expect(k).toMatchObject({ name: `blocks.${l}.attn.k`, ...cached })
        expect(v).toMatchObject({ name: `blocks.${l}.attn.v`, ...cached })
        expect(k.data).toEqual(trace.tensor(k.name).data.subarray(0, to * 8))
        expect(v.data).toEqual(trace.tensor(v.name).data.subarray(0, to * 8))
      }
    }
    expect(trace.cacheAt(0)).toHaveLength(2)
    expect(generate(model, [1], { maxNewTokens: 2, cache: 'none' }).cacheAt(1)[0]?.k.shape).toEqual([0, 2, 4])
    expect(() => trace.cacheAt(4)).toThrow(expect.objectContaining({ code: 'out-of-range' }))
  })

  it('holds the turned keys where positions are rotary', () => {
    const rotary = livelyModel({ ...config, positions: 'rotary' }, 'float32')
    const [layer] = generate(rotary, [1, 2, 3], { maxNewTokens: 2 }).cacheAt(1)
    expect(layer?.k.name).toBe('blocks.0.attn.rot_k')
  })

  it.each([
    ['empty-prompt', [], {}, /empty/],
    ['bad-tokens', [1, 7], {}, /Token 7 at position 1/],
    ['context-exceeded', [1, 2], { maxNewTokens: 9 }, /2 tokens and 9 new ones .* 10 positions.* context is 9/],
    ['bad-option', [1], { maxNewTokens: 0 }, /maxNewTokens must be a whole number, 1 or more; got 0/],
    ['bad-option', [1], { maxNewTokens: 1.5 }, /got 1.5/],
    ['bad-option', [1], { topCandidates: -1 }, /topCandidates/],
    ['bad-option', [1], { cache: 'half' as 'full' }, /got "half"/],
    ['bad-option', [1], { sampler: { pick: () => 9 } }, /picked 9/],
    ['cancelled', [1], { signal: { aborted: true } }, /after 0 of 8/],
  ] as const)('refuses with %s: %j %j', (code, prompt, options, message) => {
    expect(() => generate(model, prompt, options)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    )
  })
})
