import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createModel } from '../model/model'
import { parameterRow } from '../model/parameters'
import { dequantize, quantize } from './quantize'

const CONFIG = { nLayers: 2, nHeads: 2, dModel: 6, nCtx: 4, dVocab: 5 }
const anyModel = fc.record({
  bits: fc.constantFrom(6 as const, 8 as const),
  seed: fc.integer(),
  spread: fc.constantFrom(1e-6, 0.1, 1, 1e4),
  tied: fc.boolean(),
})

describe('quantize', () => {
  it('comes back within half a step of each block', () => {
    fc.assert(
      fc.property(anyModel, ({ bits, seed, spread, tied }) => {
        const { config, params, layout } = createModel({ ...CONFIG, tied }, { seed })
        params.forEach((value, i) => {
          params[i] = value * spread
        })
        const back = dequantize(config, quantize(config, params, bits), bits)
        for (const { name, offset, size } of layout.entries)
          for (let from = offset; from < offset + size; from += config.dModel) {
            const block = params.subarray(from, Math.min(from + config.dModel, offset + size))
            const largest = Math.max(...block.map(Math.abs))
            // The scale is rounded up to 8 significant bits: up to one part in 128 more.
            const half = ((largest / (parameterRow(name)?.decay ? 2 ** (bits - 1) - 1 : 2047)) * (1 + 1 / 128)) / 2
            const errors = Array.from(block, (value, i) => Math.abs(value - (back[from + i] as number)))
            expect(Math.max(...errors)).toBeLessThanOrEqual(half * (1 + 1e-5))
          }
      }),
    )
  })

  it('leaves quantised weights as they are', () => {
    const { config, params } = createModel(CONFIG, { seed: 4 })
    for (const bits of [6, 8] as const) {
      const once = dequantize(config, quantize(config, params, bits), bits)
      const twice = dequantize(config, quantize(config, once, bits), bits)
      for (const [i, value] of once.entries()) expect(twice[i]).toBeCloseTo(value, 2)
    }
  })

  it('refuses damaged text', () => {
    const { config, params } = createModel(CONFIG)
    const text = quantize(config, params)
    expect(() => dequantize(config, text.slice(1))).toThrow(/are \d+ characters; got \d+/)
    expect(() => dequantize(config, `${text.slice(0, -1)}!`)).toThrow(/got "!" at/)
    expect(() => dequantize(config, `${text.slice(0, -1)}€`)).toThrow(/got "€" at/)
    expect(() => dequantize(config, `P//${text.slice(3)}`)).toThrow(/scale of block 0 is NaN/)
    expect(() => dequantize({ ...config, dVocab: 9 }, text)).toThrow(/its own config/)
  })
})
