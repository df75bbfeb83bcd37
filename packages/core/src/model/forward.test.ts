import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCache } from '../cache/full'
import { runForward } from '../inference/runForward'
import { kernelsFor } from '../kernels/arena'
import { anyConfig, anyTokens } from '../testing/arbitrary'
import { livelyModel, PATHS } from '../testing/naive'
import { activationLayout } from './activations'
import { resolveConfig } from './config'
import { forwardRows } from './forward'
import { createModel } from './model'
import { createRun } from './run'

const small = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 6, dVocab: 5 }
const anyRun = anyConfig.chain((config) =>
  fc.record({ config: fc.constant(config), seed: fc.integer(), tokens: anyTokens(config.dVocab, 2, 12) }),
)
const BLOCK = 'resid_pre ln1.normalized attn.q attn.k attn.v attn.scores attn.pattern attn.z attn_out resid_mid'
const MLP = 'ln2.normalized mlp.pre mlp.post mlp_out resid_post'

describe('runForward', () => {
  it('records every activation under its name, axes and shape', () => {
    const trace = runForward(createModel(small), [1, 2, 3])
    const layout = activationLayout(trace.config, 3)
    expect(Object.keys(trace.tensors)).toEqual(layout.entries.map(({ name }) => name))
    expect(trace.tensor('blocks.1.attn.pattern')).toMatchObject({ axes: ['head', 'query', 'key'], shape: [2, 3, 3] })
    expect(trace.tensor('blocks.0.attn.q')).toMatchObject({ axes: ['position', 'head', 'd_head'], shape: [3, 2, 4] })
    expect(trace.tensor('blocks.0.attn.k')).toMatchObject({ axes: ['position', 'kv_head', 'd_head'], shape: [3, 2, 4] })
    expect(trace.tokens).toEqual([1, 2, 3].map((id) => ({ id, text: `#${id}` })))
    expect(trace.provenance).toEqual({ kind: 'computed' })
    expect(() => trace.tensor('blocks.2.attn.q')).toThrow(expect.objectContaining({ code: 'unknown-tensor' }))
    expect(() => trace.tensor('toString')).toThrow(expect.objectContaining({ code: 'unknown-tensor' }))
  })

  it.each([
    [{}, `embed pos_embed`, BLOCK, MLP],
    [{ norm: 'rmsnorm', activation: 'relu', positions: 'sinusoidal' }, `embed pos_embed`, BLOCK, MLP],
    [{ positions: 'none', attentionWindow: 2 }, `embed`, BLOCK, MLP],
    [{ positions: 'rotary' }, `embed`, BLOCK.replace('attn.v', 'attn.v attn.rot_q attn.rot_k'), MLP],
    [{ activation: 'swiglu' }, 'embed pos_embed', BLOCK, MLP.replace('mlp.pre', 'mlp.pre mlp.pre_linear')],
  ] as const)('records in the order of computation what %j has', (setting, start, attention, mlp) => {
    const trace = runForward(createModel({ ...small, nLayers: 1, ...setting }), [1, 2])
    const block = `${attention} ${mlp}`.split(' ').map((name) => `blocks.0.${name}`)
    expect(Object.keys(trace.tensors)).toEqual([
      ...start.split(' '),
      ...block,
      'ln_final.normalized',
      'logits',
      'probs',
    ])
  })

  it('gives keys and values the heads that they have', () => {
    const trace = runForward(
      createModel({ ...small, nHeads: 4, nKVHeads: 2, dHead: 6, positions: 'rotary' }),
      [1, 2, 3],
    )
    for (const name of ['k', 'v', 'rot_k'])
      expect(trace.tensor(`blocks.0.attn.${name}`)).toMatchObject({
        axes: ['position', 'kv_head', 'd_head'],
        shape: [3, 2, 6],
      })
    for (const name of ['q', 'rot_q', 'z'])
      expect(trace.tensor(`blocks.0.attn.${name}`)).toMatchObject({
        axes: ['position', 'head', 'd_head'],
        shape: [3, 4, 6],
      })
    expect(trace.tensor('blocks.0.attn.pattern').shape).toEqual([4, 3, 3])
  })

  it('counts one multiply-add for each weight and position, and for each number of each cell that is seen', () => {
    fc.assert(
      fc.property(anyRun, ({ config, tokens }) => {
        const model = createModel(config)
        const { counts } = runForward(model, tokens)
        const T = tokens.length
        const weights = (...names: string[]) =>
          model.layout.entries
            .filter(({ name }) => names.some((end) => name.endsWith(end)))
            .reduce((sum, { size }) => sum + size * T, 0)
        const { nLayers, nHeads, dHead, attentionWindow } = resolveConfig(config)
        let seen = 0
        for (let t = 0; t < T; t++) for (let s = 0; s <= t; s++) if (s > t - attentionWindow) seen++
        const attention = nLayers * nHeads * dHead * seen
        expect(counts.macs).toEqual({
          projections: weights('W_Q', 'W_K', 'W_V', 'W_O'),
          scores: attention,
          weightedValues: attention,
          mlp: weights('W_in', 'W_gate', 'W_out'),
          unembed: weights(config.tied ? 'W_E' : 'W_U'),
        })
      }),
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

describe.each(PATHS)('a float32 forward pass of any config (kernels: %s)', (kernels) => {
  it('runs where it is said to', () => {
    expect(kernelsFor(livelyModel(small, 'float32', 1, kernels).params) !== undefined).toBe(kernels === 'auto')
  })

  it('has patterns and probabilities whose rows sum to 1, and cells that are not seen of -Infinity and 0', () => {
    fc.assert(
      fc.property(anyRun, ({ config, seed, tokens }) => {
        const { tensor, config: full } = runForward(livelyModel(config, 'float32', seed, kernels), tokens)
        const T = tokens.length
        for (let l = 0; l < full.nLayers; l++) {
          const pattern = tensor(`blocks.${l}.attn.pattern`).data
          const scores = tensor(`blocks.${l}.attn.scores`).data
          for (let row = 0; row < full.nHeads * T; row++) {
            let sum = 0
            for (let s = 0; s < T; s++) {
              const t = row % T
              const isMasked = s > t || s <= t - full.attentionWindow
              if (isMasked !== (scores[row * T + s] === -Infinity)) expect.fail(`score ${l} ${row} ${s}`)
              if (isMasked) expect(pattern[row * T + s]).toBe(0)
              sum += pattern[row * T + s] as number
            }
            expect(sum).toBeCloseTo(1, 5)
          }
        }
        const probs = tensor('probs').data
        const V = full.dVocab
        for (let t = 0; t < T; t++)
          expect(Array.from(probs.slice(t * V, (t + 1) * V)).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5)
      }),
      { numRuns: 40 },
    )
  })

  it('is causal, and sees no further back than its windows reach: a token changes those rows alone, to the last bit', () => {
    fc.assert(
      fc.property(anyRun, fc.nat(), fc.nat(), ({ config, seed, tokens }, where, what) => {
        const changed = where % tokens.length
        const others = tokens.with(changed, what % config.dVocab)
        const model = livelyModel(config, 'float32', seed, kernels)
        const a = runForward(model, tokens)
        const b = runForward(model, others)
        const { nLayers, attentionWindow } = model.config
        const reach = changed + nLayers * (attentionWindow - 1)
        for (const [name, { data, axes, shape }] of Object.entries(a.tensors)) {
          const T = tokens.length
          const heads = axes[0] === 'head' ? (shape[0] as number) : 1
          const width = data.length / heads / T
          for (let h = 0; h < heads; h++)
            for (let t = 0; t < T; t++) {
              if (t >= changed && t <= reach) continue
              const row = (h * T + t) * width
              expect(b.tensor(name).data.slice(row, row + width)).toEqual(data.slice(row, row + width))
            }
        }
      }),
      { numRuns: 40 },
    )
  })

  it('gives the same bits however its rows are divided, with a cache', () => {
    fc.assert(
      fc.property(anyRun, fc.array(fc.nat(), { maxLength: 4 }), ({ config, seed, tokens }, at) => {
        const model = livelyModel(config, 'float32', seed, kernels)
        const run = createRun(model, tokens.length)
        const cache = createCache(model, tokens.length)
        for (const end of [...at.map((cut) => 1 + (cut % tokens.length)), tokens.length].toSorted((a, b) => a - b)) {
          if (end === cache.length) continue
          forwardRows(run, tokens, cache, cache.length, end)
          expect(cache.length).toBe(end)
        }
        const whole = runForward(model, tokens)
        for (const { name, offset, size } of run.layout.entries)
          expect(run.buffer.slice(offset, offset + size), name).toEqual(whole.tensor(name).data)
      }),
      { numRuns: 60 },
    )
  })

  it('gives the same bits in memory for one row, which moves on', () => {
    fc.assert(
      fc.property(anyRun, ({ config, seed, tokens }) => {
        const model = livelyModel(config, 'float32', seed, kernels)
        const T = tokens.length
        const run = createRun(model, 1, T)
        const cache = createCache(model, T)
        const whole = runForward(model, tokens)
        for (let t = 0; t < T; t++) {
          run.base = t
          forwardRows(run, tokens, cache, t, t + 1)
          for (const { name, axes, offset, size, shape } of run.layout.entries) {
            const { data } = whole.tensor(name)
            const heads = axes[0] === 'head' ? (shape[0] as number) : 1
            const width = size / heads
            for (let h = 0; h < heads; h++) {
              const row = (h * T + t) * width
              const got = run.buffer.slice(offset + h * width, offset + (h + 1) * width)
              expect(got, name).toEqual(data.slice(row, row + width))
            }
          }
        }
      }),
      { numRuns: 40 },
    )
  })
})
