import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runForward } from '../inference/runForward'
import type { Floats } from '../tensor/tensor'
import { anyConfig, anyTokens } from '../testing/arbitrary'
import { expectNear, withParams } from '../testing/models'
import { livelyModel } from '../testing/naive'
import type { Model } from './model'

// What is true of each setting, whatever the numbers: said of whole models, in float64.

const anyRun = anyConfig.chain((config) =>
  fc.record({ config: fc.constant(config), seed: fc.nat(1e6), tokens: anyTokens(config.dVocab, 3, 9) }),
)

const logitsOf = (model: Model, tokens: readonly number[]) => runForward(model, tokens).tensor('logits').data

describe('positions', () => {
  it('that are rotary make scores of the first block depend on how far apart two tokens are, not on where they stand', () => {
    const check = (positions: 'rotary' | 'none' | 'learned' | 'sinusoidal') =>
      fc.property(anyRun, fc.integer({ min: 1, max: 3 }), ({ config, seed, tokens }, by) => {
        const wide = config.dHead === undefined ? 2 : 2 * config.dHead
        const model = livelyModel({ ...config, dHead: wide, positions, normEps: 0.01, dModel: 8 }, 'float64', seed)
        const T = tokens.length
        const moved = T + by
        const here = runForward(model, tokens).tensor('blocks.0.attn.scores').data
        const there = runForward(model, [...tokens.slice(0, by), ...tokens].slice(-moved)).tensor(
          'blocks.0.attn.scores',
        )
        for (let h = 0; h < model.config.nHeads; h++)
          for (let t = 0; t < T; t++) {
            const row = (h * moved + t + by) * moved + by
            expectNear(there.data.slice(row, row + T), here.slice((h * T + t) * T, (h * T + t + 1) * T), `row ${t}`)
          }
      })
    fc.assert(check('rotary'))
    fc.assert(check('none'))
    // The check does tell: where places have vectors of their own, it fails.
    for (const positions of ['learned', 'sinusoidal'] as const)
      expect(fc.check(check(positions)).errorInstance).toMatchObject({ message: expect.stringMatching(/^row \d/) })
  })

  it('that are not told make the last row of one block the same in whatever order the earlier tokens come', () => {
    const base = { nLayers: 1, nHeads: 2, dModel: 6, nCtx: 8, dVocab: 7 }
    const lastOf = (model: Model, tokens: readonly number[]) => logitsOf(model, tokens).slice(-7)
    for (const norm of ['layernorm', 'rmsnorm'] as const) {
      const model = livelyModel({ ...base, positions: 'none', norm })
      expectNear(lastOf(model, [5, 0, 3, 1, 6, 2]), lastOf(model, [6, 3, 1, 5, 0, 2]), 'last row')
      // Two blocks do tell, since a causal mask shows each earlier token another part of the text.
      const deep = livelyModel({ ...base, nLayers: 2, positions: 'none', norm })
      expect(Math.abs(Number(lastOf(deep, [5, 0, 3, 2])[0]) - Number(lastOf(deep, [3, 0, 5, 2])[0]))).toBeGreaterThan(
        1e-4,
      )
    }
    for (const positions of ['rotary', 'sinusoidal', 'learned'] as const) {
      const model = livelyModel({ ...base, dHead: 4, positions })
      expect(Math.abs(Number(lastOf(model, [5, 0, 3, 2])[0]) - Number(lastOf(model, [3, 0, 5, 2])[0]))).toBeGreaterThan(
        1e-4,
      )
    }
  })

  it('that are sinusoidal are a learned table of sines and cosines which never learns', () => {
    fc.assert(
      fc.property(anyRun, ({ config, seed, tokens }) => {
        const sinusoidal = livelyModel({ ...config, positions: 'sinusoidal' }, 'float64', seed)
        const { dModel, nCtx } = sinusoidal.config
        const table = Array.from({ length: nCtx * dModel }, (_, at) => {
          const [position, c] = [Math.floor(at / dModel), at % dModel]
          const angle = position * 10000 ** (-(2 * Math.floor(c / 2)) / dModel)
          return c % 2 === 0 ? Math.sin(angle) : Math.cos(angle)
        })
        const learned = withParams({ ...config, positions: 'learned' }, (name) =>
          name === 'pos_embed.W_pos' ? table : sinusoidal.param(name).data,
        )
        const a = runForward(sinusoidal, tokens)
        expectNear(a.tensor('pos_embed').data, table.slice(0, tokens.length * dModel), 'pos_embed', 1e-12)
        expectNear(
          a.tensor('blocks.0.resid_pre').data,
          runForward(learned, tokens).tensor('blocks.0.resid_pre').data,
          'stream',
        )
        expect(sinusoidal.layout.byName.has('pos_embed.W_pos')).toBe(false)
      }),
      { numRuns: 30 },
    )
  })

  it('that are rotary leave queries and keys of the first position as they are, and all lengths', () => {
    fc.assert(
      fc.property(anyRun, ({ config, seed, tokens }) => {
        const dHead = 2 * (config.dHead as number)
        const { tensor } = runForward(livelyModel({ ...config, positions: 'rotary', dHead }, 'float64', seed), tokens)
        for (const letter of ['q', 'k']) {
          const plain = tensor(`blocks.0.attn.${letter}`)
          const turned = tensor(`blocks.0.attn.rot_${letter}`)
          const row = plain.data.length / tokens.length
          expect(turned.data.slice(0, row)).toEqual(plain.data.slice(0, row))
          const lengths = (data: Floats) =>
            Float64Array.from({ length: data.length / dHead }, (_, i) =>
              Math.hypot(...data.slice(i * dHead, (i + 1) * dHead)),
            )
          expectNear(lengths(turned.data), lengths(plain.data), letter)
        }
      }),
      { numRuns: 30 },
    )
  })
})
