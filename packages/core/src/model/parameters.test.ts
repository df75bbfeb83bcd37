import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyConfig } from '../testing/arbitrary'
import { type ModelConfigInput, resolveConfig } from './config'
import { createModel } from './model'
import { countParameters, parameterLayout } from './parameters'

const base = { nLayers: 1, nHeads: 4, nKVHeads: 2, dModel: 10, dHead: 6, dMlp: 7, nCtx: 9, dVocab: 5 }
const shapes = (config: Partial<ModelConfigInput>) =>
  Object.fromEntries(
    parameterLayout(resolveConfig({ ...base, ...config })).entries.map(({ name, shape }) => [name, shape.join(' ')]),
  )

describe('the parameters of a config', () => {
  it('are, with biases, learned positions and a gate of its own', () => {
    expect(shapes({ activation: 'swiglu', tied: false })).toEqual({
      'embed.W_E': '5 10',
      'pos_embed.W_pos': '9 10',
      'blocks.0.ln1.w': '10',
      'blocks.0.ln1.b': '10',
      'blocks.0.attn.W_Q': '10 4 6',
      'blocks.0.attn.b_Q': '4 6',
      'blocks.0.attn.W_K': '10 2 6',
      'blocks.0.attn.b_K': '2 6',
      'blocks.0.attn.W_V': '10 2 6',
      'blocks.0.attn.b_V': '2 6',
      'blocks.0.attn.W_O': '4 6 10',
      'blocks.0.attn.b_O': '10',
      'blocks.0.ln2.w': '10',
      'blocks.0.ln2.b': '10',
      'blocks.0.mlp.W_gate': '10 7',
      'blocks.0.mlp.b_gate': '7',
      'blocks.0.mlp.W_in': '10 7',
      'blocks.0.mlp.b_in': '7',
      'blocks.0.mlp.W_out': '7 10',
      'blocks.0.mlp.b_out': '10',
      'ln_final.w': '10',
      'ln_final.b': '10',
      'unembed.W_U': '10 5',
    })
  })

  // What each setting takes away from, or adds to, those of GPT-2.
  it.each<[Partial<ModelConfigInput>, RegExp, string[]]>([
    [{ norm: 'rmsnorm' }, /ln.*\.b$/, []],
    [{ bias: false }, /\.b(_.*)?$/, []],
    [{ bias: 'qkv' }, /\.b(_O|_in|_out)?$/, []],
    [{ bias: 'qkv', norm: 'rmsnorm', activation: 'swiglu' }, /\.b(_O|_in|_out)?$/, ['blocks.0.mlp.W_gate']],
    [{ positions: 'rotary' }, /W_pos/, []],
    [{ positions: 'sinusoidal' }, /W_pos/, []],
    [{ positions: 'none' }, /W_pos/, []],
    [{ activation: 'relu' }, /nothing/, []],
    [{ activation: 'swiglu' }, /nothing/, ['blocks.0.mlp.W_gate', 'blocks.0.mlp.b_gate']],
    [{ tied: false }, /nothing/, ['unembed.W_U']],
    [{ attentionWindow: 3 }, /nothing/, []],
  ])('change with %j', (config, gone, added) => {
    const expected = [...Object.keys(shapes({})).filter((name) => !gone.test(name)), ...added]
    expect(Object.keys(shapes(config)).toSorted()).toEqual(expected.toSorted())
  })

  it('are as many as a sum over the architecture says', () => {
    fc.assert(
      fc.property(anyConfig, (input) => {
        const c = resolveConfig(input)
        const queries = c.nHeads * c.dHead
        const keys = c.nKVHeads * c.dHead
        const matrices = c.activation === 'swiglu' ? 3 : 2
        const norm = c.dModel * (c.norm === 'layernorm' && c.bias === true ? 2 : 1)
        const has = (...biases: unknown[]) => (biases.includes(c.bias) ? 1 : 0)
        const qkv = has(true, 'qkv', 'attention') * (queries + 2 * keys)
        const attention = 2 * c.dModel * (queries + keys) + qkv + has(true, 'attention') * c.dModel
        const mlp = matrices * c.dModel * c.dMlp + has(true, 'mlp') * ((matrices - 1) * c.dMlp + c.dModel)
        const positions = c.positions === 'learned' ? c.nCtx * c.dModel : 0
        const tables = (c.tied ? 1 : 2) * c.dVocab * c.dModel + positions
        const expected = tables + c.nLayers * (2 * norm + attention + mlp) + norm
        expect(countParameters(c)).toBe(expected)
        expect(createModel(c).params.length).toBe(expected)
      }),
    )
  })

  it('are counted at once, whatever the size', () => {
    const huge = { nLayers: 1e12, nHeads: 8, dModel: 64, nCtx: 128, dVocab: 1000 }
    const perLayer = countParameters({ ...huge, nLayers: 2 }) - countParameters({ ...huge, nLayers: 1 })
    const start = performance.now()
    expect(countParameters(huge)).toBe(countParameters({ ...huge, nLayers: 1 }) + (1e12 - 1) * perLayer)
    expect(performance.now() - start).toBeLessThan(50)
  })

  it('too many for any memory are refused by their number, before anything is laid out', () => {
    for (const nLayers of [1e8, 1e12])
      expect(() => createModel({ ...base, nLayers, dModel: 4096 })).toThrow(
        expect.objectContaining({
          code: 'bad-config',
          message: expect.stringMatching(/has \d[\d.e+]* parameters, more than/),
        }),
      )
  })

  it('start as GPT-2 does: norms at one, biases at zero, what writes to the stream smaller by its depth', () => {
    const config: ModelConfigInput = {
      ...base,
      nLayers: 8,
      dModel: 64,
      dMlp: 100,
      norm: 'rmsnorm',
      activation: 'swiglu',
      positions: 'rotary',
      bias: true,
    }
    const model = createModel(config, { seed: 3 })
    const std = (name: string) => {
      const { data } = model.param(name)
      return Math.sqrt(Array.from(data).reduce((sum, x) => sum + x * x, 0) / data.length)
    }
    for (const name of ['mlp.W_gate', 'mlp.W_in', 'attn.W_K', 'attn.W_Q'])
      expect(Math.abs(std(`blocks.5.${name}`) / 0.02 - 1), name).toBeLessThan(0.07)
    for (const name of ['mlp.W_out', 'attn.W_O'])
      expect(Math.abs((std(`blocks.5.${name}`) / 0.02) * 4 - 1), name).toBeLessThan(0.07)
    for (const { name } of model.layout.entries) {
      if (/\.b(_|$)/.test(name)) expect(new Set(model.param(name).data)).toEqual(new Set([0]))
      if (/ln.*\.w$/.test(name)) expect(new Set(model.param(name).data)).toEqual(new Set([1]))
    }
  })
})
