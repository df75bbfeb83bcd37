import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runForward } from '../inference/runForward'
import { kernelsFor } from '../kernels/arena'
import { type ModelConfigInput, resolveConfig } from '../model/config'
import type { Model } from '../model/model'
import { countParameters } from '../model/parameters'
import { GlassformerError } from '../tensor/errors'
import { livelyModel } from '../testing/naive'
import { createCharTokenizer } from '../tokenizer/chars'
import { modelFrom } from './checkpoint'
import { readMinGPT } from './minGPT'

interface Stored {
  shape: number[]
  dtype: string
  data: string
}
type Json = Record<string, Stored | Record<string, unknown>>

function store(shape: number[], values: ArrayLike<number>): Stored {
  const bytes = new DataView(new ArrayBuffer(4 * values.length))
  for (let i = 0; i < values.length; i++) bytes.setFloat32(4 * i, values[i] as number, true)
  return { shape, dtype: 'torch.float32', data: Buffer.from(bytes.buffer).toString('base64') }
}

/** The model as minGPT would write it. */
function write({ config, param }: Model): Json {
  const { nLayers, nHeads, dModel: C, dMlp, dVocab, nCtx, bias, tied } = config
  const data = (name: string) => Array.from(param(name).data)
  const turned = (name: string, rows: number) => {
    const values = data(name)
    return Array.from({ length: values.length }, (_, i) => {
      const columns = values.length / rows
      return values[(i % columns) * rows + Math.floor(i / columns)] as number
    })
  }
  const json: Json = {
    config: { n_layer: nLayers, n_head: nHeads, n_embd: C, vocab_size: dVocab, block_size: nCtx, model_type: null },
    'transformer.wte.weight': store([dVocab, C], data('embed.W_E')),
    'transformer.wpe.weight': store([nCtx, C], data('pos_embed.W_pos')),
  }
  const norm = (to: string, from: string) => {
    json[`${to}.weight`] = store([C], data(`${from}.w`))
    if (bias) json[`${to}.bias`] = store([C], data(`${from}.b`))
  }
  const linear = (to: string, from: string, letters: string[], inputs: number, outputs: number) => {
    const each = (prefix: string, values: (name: string) => number[]) =>
      letters.flatMap((letter) => values(`${from}.${prefix}_${letter}`))
    const rows = letters.length * outputs
    json[`${to}.weight`] = store(
      [rows, inputs],
      each('W', (name) => turned(name, outputs)),
    )
    if (bias) json[`${to}.bias`] = store([rows], each('b', data))
  }
  for (let l = 0; l < nLayers; l++) {
    const to = `transformer.h.${l}`
    const from = `blocks.${l}`
    norm(`${to}.ln_1`, `${from}.ln1`)
    json[`${to}.attn.bias`] = store([1, 1, nCtx, nCtx], new Float32Array(nCtx * nCtx))
    linear(`${to}.attn.c_attn`, `${from}.attn`, ['Q', 'K', 'V'], C, C)
    linear(`${to}.attn.c_proj`, `${from}.attn`, ['O'], C, C)
    norm(`${to}.ln_2`, `${from}.ln2`)
    linear(`${to}.mlp.c_fc`, `${from}.mlp`, ['in'], C, dMlp)
    linear(`${to}.mlp.c_proj`, `${from}.mlp`, ['out'], dMlp, C)
  }
  norm('transformer.ln_f', 'ln_final')
  if (!tied) json['lm_head.weight'] = store([dVocab, C], turned('unembed.W_U', dVocab))
  return json
}

const BASE: ModelConfigInput = { nLayers: 2, nHeads: 3, dModel: 6, dMlp: 10, nCtx: 5, dVocab: 7 }
const model = livelyModel(BASE, 'float32')
const fresh = () => write(model)
const FC = 'transformer.h.1.mlp.c_fc.weight'

const anyModel = fc
  .record({
    nLayers: fc.integer({ min: 1, max: 3 }),
    nHeads: fc.integer({ min: 1, max: 3 }),
    dHead: fc.integer({ min: 1, max: 4 }),
    dMlp: fc.integer({ min: 1, max: 9 }),
    nCtx: fc.integer({ min: 3, max: 6 }),
    dVocab: fc.integer({ min: 2, max: 9 }),
    tied: fc.boolean(),
    bias: fc.boolean(),
    activation: fc.constantFrom('gelu_tanh' as const, 'gelu_erf' as const),
  })
  .map((config) => livelyModel({ ...config, dModel: config.nHeads * config.dHead }, 'float32'))

describe('readMinGPT', () => {
  it('reads any model back to the bit, from text or an object', () => {
    fc.assert(
      fc.property(anyModel, fc.boolean(), (written, asText) => {
        const json = write(written)
        const read = modelFrom(
          readMinGPT(asText ? JSON.stringify(json) : json, { activation: written.config.activation }),
        )
        expect(read.config).toEqual(written.config)
        expect(read.params).toEqual(written.params)
        const logits = (of: Model) => runForward(of, [1, 0, 1]).tensor('logits').data
        expect(logits(read)).toEqual(logits(written))
      }),
      { numRuns: 30 },
    )
  })

  it('takes GPT-2 as it is unless told otherwise, and passes name, tokenizer and kernels on', () => {
    const tokenizer = createCharTokenizer('abcdefg')
    const read = modelFrom(readMinGPT(fresh(), { name: 'mine', tokenizer }))
    expect(read).toMatchObject({ name: 'mine', tokenizer, config: { activation: 'gelu_tanh', normEps: 1e-5 } })
    expect(modelFrom(readMinGPT(fresh()))).not.toHaveProperty('name')
    expect(kernelsFor(modelFrom(readMinGPT(fresh(), { kernels: 'plain' })).params)).toBeUndefined()
    expect(kernelsFor(modelFrom(readMinGPT(fresh())).params)).toBeDefined()
  })

  it('ties a head that repeats the embedding, and no other', () => {
    const json = fresh()
    json['lm_head.weight'] = json['transformer.wte.weight'] as Stored
    expect(readMinGPT(json).config.tied).toBe(true)
    json['lm_head.weight'] = store([7, 6], new Float32Array(42).fill(0.5))
    const untied = modelFrom(readMinGPT(json))
    expect(untied.config.tied).toBe(false)
    expect(untied.param('unembed.W_U').data).toEqual(new Float32Array(42).fill(0.5))
  })

  it('fills single biases that are missing with zeros', () => {
    const json = fresh()
    delete json['transformer.h.1.attn.c_attn.bias']
    delete json['transformer.ln_f.bias']
    const read = modelFrom(readMinGPT(json))
    expect(read.config.bias).toBe(true)
    for (const name of ['blocks.1.attn.b_Q', 'blocks.1.attn.b_K', 'blocks.1.attn.b_V', 'ln_final.b'])
      expect(read.param(name).data.every((value) => value === 0)).toBe(true)
    expect(read.param('blocks.0.attn.b_Q').data).toEqual(model.param('blocks.0.attn.b_Q').data)
  })

  it('drops prefixes, and the buffers of the mask', () => {
    const { config, ...tensors } = fresh()
    const prefixed = Object.entries(tensors).map(([key, value]) => [`module._orig_mod.${key}`, value])
    const json = { config, ...Object.fromEntries(prefixed), 'transformer.h.0.attn.masked_bias': 'anything' }
    expect(readMinGPT(json).params).toEqual(model.params)
    expect(() => readMinGPT({ ...json, [FC]: tensors[FC] })).toThrow(/c_fc.weight" is there twice/)
  })

  const spoiled = (spoil: (json: Json, tensor: Stored, config: Record<string, unknown>) => void) => {
    const json = fresh()
    spoil(json, json[FC] as Stored, json.config as Record<string, unknown>)
    return json
  }
  const infinite = store([1], [Number.NEGATIVE_INFINITY]).data
  it.each<[string, unknown]>([
    ['it is not JSON', '{ "config": '],
    ['it must be an object; got null', null],
    ['it must be an object; got 12', '12'],
    ['it must be an object; got []', []],
    ['"config" must be an object; got undefined', {}],
    ['config.n_embd must be a positive whole number; got undefined', spoiled((_, __, config) => delete config.n_embd)],
    [
      'config.n_head must be a positive whole number; got "3"',
      spoiled((_, __, c) => Object.assign(c, { n_head: '3' })),
    ],
    ['config.block_size must be a positive whole number; got -1', spoiled((_, __, c) => (c.block_size = -1))],
    ['config.n_embd (6) must be divisible by config.n_head (4)', spoiled((_, __, c) => (c.n_head = 4))],
    ['config.n_layer is 9000000000, but there are only', spoiled((_, __, c) => (c.n_layer = 9e9))],
    [
      'missing: transformer.h.1.mlp.c_fc.weight, transformer.ln_f.weight.',
      spoiled((json) => ['transformer.ln_f.weight', FC].map((key) => delete json[key])),
    ],
    [
      'missing: transformer.h.2.ln_1.weight, transformer.h.2.attn.c_attn.weight',
      spoiled((_, __, c) => (c.n_layer = 3)),
    ],
    [
      'no tensors of these names: transformer.h.1.ln_1.weight, transformer.h.1.ln_1.bias',
      spoiled((_, __, c) => (c.n_layer = 1)),
    ],
    [
      'no tensors of these names: extra, transformer.h.0.attn.rotary.',
      { ...fresh(), extra: {}, 'transformer.h.0.attn.rotary': {} },
    ],
    [`"${FC}" must be an object; got "abc"`, { ...fresh(), [FC]: 'abc' }],
    [
      `"${FC}" has dtype "torch.float16"; expected torch.float32`,
      spoiled((_, tensor) => (tensor.dtype = 'torch.float16')),
    ],
    [`"${FC}" needs a shape of whole numbers; got [10, 0.6]`, spoiled((_, tensor) => (tensor.shape = [10, 0.6]))],
    [`"${FC}" has shape [6, 10]; expected [10, 6]`, spoiled((_, tensor) => (tensor.shape = [6, 10]))],
    [
      `"transformer.wte.weight" has shape [7, 6]; expected [1000000000000, 6]`,
      spoiled((_, __, c) => (c.vocab_size = 1e12)),
    ],
    [
      `"lm_head.weight" has shape [6, 7]; expected [7, 6]`,
      { ...fresh(), 'lm_head.weight': store([6, 7], new Float32Array(42)) },
    ],
    [`"${FC}" needs data in base64; got [0, 1]`, spoiled((_, tensor) => Object.assign(tensor, { data: [0, 1] }))],
    [`data of "${FC}" is not base64`, spoiled((_, tensor) => (tensor.data = `*${tensor.data.slice(1)}`))],
    [
      `"${FC}" of shape [10, 6] takes 240 bytes; its data has 237`,
      spoiled((_, tensor) => (tensor.data = tensor.data.slice(4))),
    ],
    [
      `"${FC}" of shape [1000000000, 1000000000] takes 4000000000000000000 bytes`,
      spoiled((_, t) => (t.shape = [1e9, 1e9])),
    ],
    [`value 0 of "${FC}" is -Infinity`, spoiled((_, t) => (t.data = infinite.slice(0, 5) + t.data.slice(5)))],
  ])('refuses: %s', (message, json) => {
    const error = { code: 'bad-checkpoint', message: expect.stringContaining(message) }
    expect(() => readMinGPT(json)).toThrow(expect.objectContaining(error))
  })

  it('reads damaged files, or refuses them, but never breaks', () => {
    const keys = Object.keys(fresh())
    const path = fc.record({
      key: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...keys) }, fc.string(), fc.constant('__proto__')),
      field: fc.constantFrom(
        undefined,
        'shape',
        'dtype',
        'data',
        'n_layer',
        'n_head',
        'n_embd',
        'vocab_size',
        'block_size',
      ),
      value: fc.oneof(fc.jsonValue(), fc.anything(), fc.integer(), fc.base64String(), fc.double(), fc.array(fc.nat())),
    })
    fc.assert(
      fc.property(fc.array(path, { minLength: 1, maxLength: 3 }), fc.boolean(), (changes, asText) => {
        const json: Record<string, unknown> = fresh()
        for (const { key, field, value } of changes)
          if (field === undefined) json[key] = value
          else json[key] = { ...(json[key] as object), [field]: value }
        attempt(asText ? stringify(json) : json)
      }),
      { numRuns: 200 },
    )
  })

  it('reads damaged text, or refuses it, but never breaks', () => {
    const text = JSON.stringify(fresh())
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(12), fc.string({ maxLength: 4 }), (at, cut, put) => {
        attempt(text.slice(0, at) + put + text.slice(at + cut))
      }),
      { numRuns: 200 },
    )
    fc.assert(fc.property(fc.oneof(fc.anything(), fc.json()), attempt))
  })
})

/** Passes if the file is read to a model of finite numbers, or refused as a bad checkpoint. */
function attempt(json: unknown): void {
  try {
    const { params, config } = readMinGPT(json)
    expect(params.every(Number.isFinite)).toBe(true)
    expect(params).toHaveLength(countParameters(resolveConfig(config)))
  } catch (error) {
    if (!(error instanceof GlassformerError) || error.code !== 'bad-checkpoint') throw error
  }
}

function stringify(json: unknown): string {
  return JSON.stringify(json, (_, value) => (typeof value === 'bigint' ? String(value) : value))
}
