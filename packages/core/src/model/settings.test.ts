import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runForward } from '../inference/runForward'
import type { Floats } from '../tensor/tensor'
import { anyConfig, anyTokens } from '../testing/arbitrary'
import { expectNear, withParams } from '../testing/models'
import { livelyModel, PATHS } from '../testing/naive'
import { runBackward } from '../training/runBackward'
import { createTrainer } from '../training/trainer'
import type { Model } from './model'
import { nextTokens } from './targets'

// What is true of each setting, whatever the numbers: said of whole models, in float64.

const anyRun = anyConfig.chain((config) =>
  fc.record({ config: fc.constant(config), seed: fc.nat(1e6), tokens: anyTokens(config.dVocab, 3, 9) }),
)

const logitsOf = (model: Model, tokens: readonly number[]) => runForward(model, tokens).tensor('logits').data

describe('grouped queries', () => {
  it('are multi-head attention in which the heads of a group have the same keys and values', () => {
    fc.assert(
      fc.property(anyRun, ({ config, seed, tokens }) => {
        const grouped = livelyModel({ ...config, normEps: 0.01 }, 'float64', seed)
        const { nHeads, nKVHeads, dHead } = grouped.config
        const size = nHeads / nKVHeads
        /** Rows of key heads [.., NKV, HS], each head repeated for its group [.., NH, HS]. */
        const repeat = (data: Floats) =>
          Array.from({ length: data.length * size }, (_, at) => {
            const [row, h, i] = [Math.floor(at / (nHeads * dHead)), Math.floor(at / dHead) % nHeads, at % dHead]
            return data[(row * nKVHeads + Math.floor(h / size)) * dHead + i] as number
          })
        const whole = withParams({ ...grouped.config, nKVHeads: nHeads }, (name) => {
          const { data } = grouped.param(name)
          return /[Wb]_[KV]$/.test(name) ? repeat(data) : data
        })
        const goals = [...tokens.slice(1), 0]
        const a = runBackward(grouped, tokens, goals)
        const b = runBackward(whole, tokens, goals)
        for (const { name, axes, data } of Object.values(a.tensors))
          expectNear(b.tensor(name).data, axes.includes('kv_head') ? repeat(data) : data, name)
        // What the heads of a group would each change, their one head does.
        for (const { name } of grouped.layout.entries) {
          const ours = a.grad.param(name).data
          const theirs = b.grad.param(name).data
          if (!/[Wb]_[KV]$/.test(name)) expectNear(ours, theirs, name, 1e-7)
          else {
            const summed = new Float64Array(ours.length)
            for (const [at, d] of theirs.entries()) {
              const [row, h, i] = [Math.floor(at / (nHeads * dHead)), Math.floor(at / dHead) % nHeads, at % dHead]
              const j = (row * nKVHeads + Math.floor(h / size)) * dHead + i
              summed[j] = (summed[j] as number) + d
            }
            expectNear(ours, summed, name, 1e-7)
          }
        }
      }),
      { numRuns: 40 },
    )
  })
})

describe('a window', () => {
  it('as long as the text, or longer, is none', () => {
    fc.assert(
      fc.property(anyRun, fc.nat(5), ({ config, seed, tokens }, more) => {
        const run = (attentionWindow: number) =>
          logitsOf(livelyModel({ ...config, attentionWindow }, 'float64', seed), tokens)
        expect(run(tokens.length + more)).toEqual(run(1000))
      }),
      { numRuns: 30 },
    )
  })

  it.each(PATHS)(
    'of any length that a config takes is none, forwards, backwards and in a batch (kernels: %s)',
    (kernels) => {
      const config = { nLayers: 2, nHeads: 4, nKVHeads: 2, dModel: 12, nCtx: 9, dVocab: 7 }
      const tokens = [3, 1, 4, 1, 5, 2, 6]
      const batch = [tokens, [2, 0], [6, 5, 3]].map((ids) => ({ tokens: ids, targets: nextTokens(ids) }))
      const run = (attentionWindow: number) => {
        const model = livelyModel({ ...config, attentionWindow }, 'float32', 7, kernels)
        const { tensors, grads, paramGrads } = runBackward(model, tokens)
        const { loss, gradNorm } = createTrainer(model).step(batch, 0.01)
        return { tensors, grads, paramGrads, loss, gradNorm, trained: model.params.slice() }
      }
      const none = run(config.nCtx)
      for (const window of [2 ** 31 - 1, 2 ** 31, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER])
        expect(run(window)).toEqual(none)
    },
  )

  it('of one block makes the last row that of the window alone, where positions are relative', () => {
    fc.assert(
      fc.property(anyRun, fc.integer({ min: 1, max: 4 }), ({ config, seed, tokens }, attentionWindow) => {
        for (const positions of ['none', 'rotary'] as const) {
          const dHead = 2 * (config.dHead as number)
          const model = livelyModel(
            { ...config, nLayers: 1, attentionWindow, positions, dHead, normEps: 0.01 },
            'float64',
            seed,
          )
          const V = model.config.dVocab
          const all = logitsOf(model, tokens).slice(-V)
          expectNear(logitsOf(model, tokens.slice(-attentionWindow)).slice(-V), all, positions)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('gives no gradient to cells outside', () => {
    const config = { nLayers: 2, nHeads: 2, dModel: 6, nCtx: 8, dVocab: 5, attentionWindow: 3 }
    const trace = runBackward(livelyModel(config), [1, 2, 3, 4, 0, 1], [2, 3, 4, 0, 1, 1])
    for (const name of [
      'blocks.0.attn.scores',
      'blocks.1.attn.scores',
      'blocks.0.attn.pattern',
      'blocks.1.attn.pattern',
    ])
      for (const [i, d] of trace.grad(name).data.entries()) {
        const [t, s] = [Math.floor(i / 6) % 6, i % 6]
        expect(d !== 0, `${name} ${t} ${s}`).toBe(s <= t && t - s < 3 && !(t === 0 && name.endsWith('scores')))
      }
  })
})

describe('biases and the unembedding', () => {
  it('of 0 are as good as none', () => {
    fc.assert(
      fc.property(anyRun, ({ config, seed, tokens }) => {
        const none = livelyModel({ ...config, bias: false }, 'float64', seed)
        const expected = logitsOf(none, tokens)
        for (const bias of [true, 'qkv'] as const) {
          const zero = withParams({ ...config, bias }, (name) =>
            none.layout.byName.has(name)
              ? none.param(name).data
              : new Float64Array(livelyModel({ ...config, bias }).param(name).data.length),
          )
          expect(logitsOf(zero, tokens)).toEqual(expected)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('that is tied is the transposed embedding', () => {
    fc.assert(
      fc.property(anyRun, ({ config, seed, tokens }) => {
        const tied = livelyModel({ ...config, tied: true }, 'float64', seed)
        const { dModel, dVocab } = tied.config
        const W_E = tied.param('embed.W_E').data
        const W_U = Array.from(W_E, (_, at) => W_E[(at % dVocab) * dModel + Math.floor(at / dVocab)] as number)
        const untied = withParams({ ...config, tied: false }, (name) =>
          name === 'unembed.W_U' ? W_U : tied.param(name).data,
        )
        expectNear(logitsOf(untied, tokens), logitsOf(tied, tokens), 'logits')
        // The one matrix gathers the gradients of both of its uses.
        const goals = tokens.map((_, t) => t % dVocab)
        const one = runBackward(tied, tokens, goals).grad.param('embed.W_E').data
        const { param } = runBackward(untied, tokens, goals).grad
        const both = param('embed.W_E').data.map(
          (d: number, at: number) =>
            d + (param('unembed.W_U').data[(at % dModel) * dVocab + Math.floor(at / dModel)] as number),
        )
        expectNear(one, both, 'embed.W_E', 1e-7)
      }),
      { numRuns: 30 },
    )
  })
})

describe('RMSNorm', () => {
  it('is LayerNorm of a stream whose mean is 0', () => {
    const config = { nLayers: 1, nHeads: 2, dModel: 6, nCtx: 8, dVocab: 5, positions: 'none', bias: false } as const
    const layer = livelyModel(config)
    const W_E = layer.param('embed.W_E').data
    for (let row = 0; row < 5; row++) {
      const mean = Array.from(W_E.slice(6 * row, 6 * row + 6)).reduce((a, b) => a + b) / 6
      for (let c = 0; c < 6; c++) W_E[6 * row + c] = (W_E[6 * row + c] as number) - mean
    }
    const rms = withParams({ ...config, norm: 'rmsnorm' }, (name) => layer.param(name).data)
    const name = 'blocks.0.ln1.normalized'
    expectNear(runForward(rms, [1, 4, 2]).tensor(name).data, runForward(layer, [1, 4, 2]).tensor(name).data, name)
    const moved = livelyModel(config)
    const other = withParams({ ...config, norm: 'rmsnorm' }, (at) => moved.param(at).data)
    const apart = runForward(other, [1]).tensor(name).data[0] as number
    expect(Math.abs(apart - (runForward(moved, [1]).tensor(name).data[0] as number))).toBeGreaterThan(1e-3)
  })
})
