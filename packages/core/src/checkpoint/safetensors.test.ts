import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runForward } from '../inference/runForward'
import { kernelsFor } from '../kernels/arena'
import { type ModelConfigInput, resolveConfig } from '../model/config'
import type { ModelOptions } from '../model/model'
import { anyConfig } from '../testing/arbitrary'
import { putTogether, takeApart } from '../testing/damage'
import { livelyModel } from '../testing/naive'
import { createCharTokenizer } from '../tokenizer/chars'
import { modelFrom } from './checkpoint'
import { readSafetensors } from './safetensors'
import { writeSafetensors } from './writeSafetensors'

const GPT2: ModelConfigInput = { nLayers: 2, nHeads: 2, dModel: 8, dMlp: 20, nCtx: 6, dVocab: 11 }
const LLAMA: ModelConfigInput = {
  ...{ nLayers: 2, nHeads: 4, nKVHeads: 2, dModel: 8, dHead: 4, dMlp: 10, nCtx: 9, dVocab: 11 },
  ...{ norm: 'rmsnorm', normEps: 1e-6, positions: 'rotary', rotaryBase: 500_000, activation: 'swiglu' },
  ...{ bias: false, tied: false },
}

describe('writeSafetensors and readSafetensors', () => {
  it('give back any model to the bit, and its config', () => {
    fc.assert(
      fc.property(anyConfig, fc.boolean(), (config, asBuffer) => {
        const model = livelyModel(config, 'float32')
        const file = writeSafetensors(model)
        const read = modelFrom(readSafetensors(asBuffer ? (file.buffer as ArrayBuffer) : file))
        expect(read.config).toEqual(model.config)
        expect(read.params).toEqual(model.params)
        expect(runForward(read, [1, 0, 1]).tensor('logits').data).toEqual(
          runForward(model, [1, 0, 1]).tensor('logits').data,
        )
      }),
    )
  })

  it('use the names of GPT-2 and of Llama where those could run the model, and ours elsewhere', () => {
    const names = (config: ModelConfigInput) =>
      Object.keys(takeApart(writeSafetensors(livelyModel(config, 'float32'))).header)
    expect(names(GPT2)).toContain('transformer.h.1.attn.c_attn.weight')
    expect(names({ ...GPT2, tied: false })).toContain('lm_head.weight')
    expect(names(LLAMA)).toContain('model.layers.1.self_attn.q_proj.weight')
    expect(names({ ...LLAMA, bias: 'qkv' })).toContain('model.layers.1.self_attn.q_proj.bias')
    expect(names({ ...GPT2, positions: 'none' })).toContain('blocks.1.attn.W_Q')
    expect(names({ ...GPT2, bias: false })).toContain('blocks.1.attn.W_Q')
  })

  it('pass name, tokenizer and kernels on', () => {
    const tokenizer = createCharTokenizer('abcdefghijk')
    const file = writeSafetensors(livelyModel(GPT2, 'float32'))
    expect(modelFrom(readSafetensors(file, {}, { name: 'mine', tokenizer }))).toMatchObject({ name: 'mine', tokenizer })
    const kernels = (options: ModelOptions) => kernelsFor(modelFrom(readSafetensors(file, {}, options)).params)
    expect(kernels({ kernels: 'plain' })).toBeUndefined()
    expect(kernels({})).toBeDefined()
  })

  it('tie a head that repeats the embedding to the last bit, and no other', () => {
    const untied = livelyModel({ ...GPT2, tied: false }, 'float32')
    const embedding = untied.param('embed.W_E').data
    const head = untied.param('unembed.W_U').data
    const { dVocab, dModel } = untied.config
    for (let v = 0; v < dVocab; v++)
      for (let i = 0; i < dModel; i++) head[i * dVocab + v] = embedding[v * dModel + i] as number
    const read = () => {
      const { header, data } = takeApart(writeSafetensors(untied))
      const { __metadata__, ...tensors } = header
      return readSafetensors(putTogether(JSON.stringify(tensors), data), { nHeads: 2 }).config.tied
    }
    expect(read()).toBe(true)
    const last = head.length - 1
    head[last] = (head[last] as number) * (1 + 2 ** -23)
    expect(read()).toBe(false)
  })

  it('hold every parameter to 11 or 8 significant bits in F16 and BF16, and what these have exactly to the bit', () => {
    const model = livelyModel(LLAMA, 'float32')
    for (const [dtype, bits] of [
      ['F16', 11],
      ['BF16', 8],
    ] as const) {
      const file = writeSafetensors(model, { dtype })
      const once = readSafetensors(file)
      const errors = Array.from(once.params, (value, i) => {
        const exact = model.params[i] as number
        // Below 2^-14 a half has fewer bits.
        return Math.abs(value - exact) / Math.max(Math.abs(exact), 2 ** -14)
      })
      expect(Math.max(...errors)).toBeLessThanOrEqual(2 ** -bits)
      expect(Math.max(...errors)).toBeGreaterThan(2 ** (-bits - 2))
      expect(writeSafetensors(once, { dtype })).toEqual(file)
      expect(file.length).toBeLessThan(0.7 * writeSafetensors(model).length)
    }
  })

  it('start the data at a multiple of 8, and say in the header what else is needed', () => {
    fc.assert(
      fc.property(anyConfig, (config) => {
        const file = writeSafetensors(livelyModel(config, 'float32'))
        const { header, data } = takeApart(file)
        expect((file.length - data.length) % 8).toBe(0)
        expect(header.__metadata__).toEqual({
          format: 'pt',
          'glassformer.config': JSON.stringify(resolveConfig(config)),
        })
      }),
    )
  })

  it('take any view of bytes, wherever it begins, and float64, which becomes float32', () => {
    const model = livelyModel(GPT2, 'float32')
    const file = writeSafetensors(model)
    const shifted = new Uint8Array(file.length + 3)
    shifted.set(file, 3)
    const views = [shifted.subarray(3), new DataView(shifted.buffer, 3) as unknown as Uint8Array, Buffer.from(file)]
    for (const view of views) expect(readSafetensors(view).params).toEqual(model.params)

    const { header, data } = takeApart(file)
    const { __metadata__, ...tensors } = header
    const doubled = Object.entries(tensors).map(([name, { shape, data_offsets: offsets }]) => [
      name,
      { dtype: 'F64', shape, data_offsets: (offsets as number[]).map((offset) => 2 * offset) },
    ])
    const values = Float64Array.from(new Float32Array(data.slice().buffer), (value) => value * (1 + 2 ** -40))
    const double = putTogether(JSON.stringify(Object.fromEntries(doubled)), new Uint8Array(values.buffer))
    expect(readSafetensors(double, model.config).params).toEqual(model.params)
  })

  it('refuse what cannot be written', () => {
    const { config, params } = livelyModel(GPT2, 'float32')
    expect(() => writeSafetensors({ config, params }, { dtype: 'F64' as 'F32' })).toThrow(/F32, F16, BF16; got "F64"/)
    expect(() => writeSafetensors({ config, params: params.subarray(1) })).toThrow(/parameters; got/)
    params[3] = 70_000
    expect(() => writeSafetensors({ config, params }, { dtype: 'F16' })).toThrow(
      /Value 3 of "transformer.wte.weight" is 70000, which F16 cannot hold/,
    )
    params[3] = Number.NaN
    for (const dtype of ['F32', 'F16', 'BF16'] as const)
      expect(() => writeSafetensors({ config, params }, { dtype })).toThrow(/is NaN, which .* cannot hold/)
  })
})
