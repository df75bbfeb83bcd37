import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCache } from '../inference/cache'
import { anyConfig, anyTokens } from '../testing/arbitrary'
import { livelyModel } from '../testing/naive'
import { activationLayout } from './activations'
import { forwardRows } from './forward'
import { createModel } from './model'
import { createRun } from './run'
import { runForward } from './runForward'

const small = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 6, dVocab: 5 }
const anyRun = anyConfig.chain((config) =>
  fc.record({ config: fc.constant(config), seed: fc.integer(), tokens: anyTokens(config.dVocab, 2, 12) }),
)

describe('runForward', () => {
  it('records every activation under its name, axes and shape', () => {
    const trace = runForward(createModel(small), [1, 2, 3])
    const layout = activationLayout(trace.config, 3)
    expect(Object.keys(trace.tensors)).toEqual(layout.entries.map(({ name }) => name))
    expect(trace.tensor('blocks.1.attn.pattern')).toMatchObject({ axes: ['head', 'query', 'key'], shape: [2, 3, 3] })
    expect(trace.tensor('blocks.0.attn.q')).toMatchObject({ axes: ['position', 'head', 'd_head'], shape: [3, 2, 4] })
    expect(trace.tokens).toEqual([1, 2, 3].map((id) => ({ id, text: `#${id}` })))
    expect(trace.provenance).toEqual({ kind: 'computed' })
    expect(() => trace.tensor('blocks.2.attn.q')).toThrow(expect.objectContaining({ code: 'unknown-tensor' }))
    expect(() => trace.tensor('toString')).toThrow(expect.objectContaining({ code: 'unknown-tensor' }))
  })

  it('has patterns and probabilities whose rows sum to 1, masked cells of 0 and scores of -Infinity', () => {
    fc.assert(
      fc.property(anyRun, ({ config, seed, tokens }) => {
        const trace = runForward(livelyModel(config, 'float32', seed), tokens)
        const T = tokens.length
        for (let l = 0; l < config.nLayers; l++) {
          const pattern = trace.tensor(`blocks.${l}.attn.pattern`).data
          const scores = trace.tensor(`blocks.${l}.attn.scores`).data
          for (let row = 0; row < config.nHeads * T; row++) {
            let sum = 0
            for (let s = 0; s < T; s++) {
              const isMasked = s > row % T
              expect(scores[row * T + s] === -Infinity).toBe(isMasked)
              if (isMasked) expect(pattern[row * T + s]).toBe(0)
              sum += pattern[row * T + s] as number
            }
            expect(sum).toBeCloseTo(1, 5)
          }
        }
        const probs = trace.tensor('probs').data
        for (let t = 0; t < T; t++)
          expect(
            Array.from(probs.slice(t * config.dVocab, (t + 1) * config.dVocab)).reduce((a, b) => a + b, 0),
          ).toBeCloseTo(1, 5)
      }),
      { numRuns: 30 },
    )
  })

  it('is causal: a later token changes no earlier row of anything', () => {
    fc.assert(
      fc.property(anyRun, fc.nat(), fc.nat(), ({ config, seed, tokens }, where, what) => {
        const changed = 1 + (where % (tokens.length - 1))
        const others = tokens.with(changed, what % config.dVocab)
        const model = livelyModel(config, 'float32', seed)
        const a = runForward(model, tokens)
        const b = runForward(model, others)
        for (const [name, { data, axes, shape }] of Object.entries(a.tensors)) {
          const width = data.length / tokens.length
          const rows = axes[0] === 'position' ? changed * width : changed * (shape[2] as number)
          expect(b.tensor(name).data.slice(0, rows)).toEqual(data.slice(0, rows))
        }
      }),
      { numRuns: 30 },
    )
  })

  it('gives the same bits however its rows are divided, with a cache', () => {
    fc.assert(
      fc.property(anyRun, fc.nat(), ({ config, seed, tokens }, at) => {
        const model = livelyModel(config, 'float32', seed)
        const run = createRun(model, tokens.length)
        const cache = createCache(model.config, tokens.length)
        const cut = 1 + (at % (tokens.length - 1))
        forwardRows(run, tokens, cache, 0, cut)
        expect(cache.length).toBe(cut)
        forwardRows(run, tokens, cache, cut, tokens.length)
        const whole = runForward(model, tokens)
        for (const { name, offset, size } of run.layout.entries)
          expect(run.buffer.subarray(offset, offset + size)).toEqual(whole.tensor(name).data)
      }),
      { numRuns: 30 },
    )
  })

  it.each([
    ['empty-prompt', [], /empty/],
    ['empty-prompt', [] as number[], /at least one token/],
    ['bad-tokens', [1, 5], /Token 5 at position 1 .* 0 to 4/],
    ['bad-tokens', [-1], /Token -1 at position 0/],
    ['bad-tokens', [1, 1.5], /Token 1.5 at position 1/],
    ['bad-tokens', [Number.NaN], /Token NaN/],
    ['bad-tokens', 'text', /no tokenizer/],
    ['bad-tokens', null as unknown as string, /got null/],
    ['context-exceeded', [0, 0, 0, 0, 0, 0, 0], /7 tokens .* context is 6/],
  ] as const)('refuses with %s: %j', (code, tokens, message) => {
    expect(() => runForward(createModel(small), tokens)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    )
  })
})
