import { describe, expect, it } from 'vitest'
import { runForward } from '../inference/runForward'
import { kernelsFor } from '../kernels/arena'
import { resolveConfig } from './config'
import { createModel, modelOf } from './model'
import { countParameters, parameterLayout } from './parameters'

const sort = { nLayers: 3, nHeads: 3, dModel: 48, nCtx: 11, dVocab: 3 }
const tokenizer = {
  size: 3,
  encode: (text: string) => Array.from(text, (char) => char.charCodeAt(0) - 65),
  decode: (ids: readonly number[]) => ids.map((id) => String.fromCharCode(65 + id)).join(''),
  token: (id: number) => String.fromCharCode(65 + id),
}

describe('createModel', () => {
  it('is the same for the same seed, and another for another', () => {
    const paramsOf = (seed: number) => Array.from(createModel({ ...sort, dModel: 6 }, { seed }).params)
    expect(paramsOf(4)).toEqual(paramsOf(4))
    expect(paramsOf(5)).not.toEqual(paramsOf(4))
  })

  it('starts as GPT-2 does', () => {
    const model = createModel(sort)
    expect(model.params).toBeInstanceOf(Float32Array)
    expect(model.params.length).toBe(85_584)
    const std = (name: string) => {
      const { data } = model.param(name)
      return Math.sqrt(Array.from(data).reduce((sum, x) => sum + x * x, 0) / data.length)
    }
    expect(std('blocks.1.mlp.W_in')).toBeCloseTo(0.02, 3)
    expect(std('blocks.1.mlp.W_out')).toBeCloseTo(0.02 / Math.sqrt(6), 3)
    expect(new Set(model.param('ln_final.w').data)).toEqual(new Set([1]))
    expect(new Set(model.param('blocks.0.attn.b_Q').data)).toEqual(new Set([0]))
  })

  it('gives parameters by name as views', () => {
    const model = createModel(sort)
    model.param('embed.W_E').data[0] = 42
    expect(model.params[0]).toBe(42)
    expect(() => model.param('unembed.W_U')).toThrow(expect.objectContaining({ code: 'unknown-tensor' }))
  })

  it('reads and shows text by its tokenizer', () => {
    const model = createModel(sort, { tokenizer, name: 'letters' })
    const trace = runForward(model, 'CAB')
    expect(trace.tokens).toEqual([
      { id: 2, text: 'C' },
      { id: 0, text: 'A' },
      { id: 1, text: 'B' },
    ])
    expect(trace.provenance).toEqual({ kind: 'computed', model: 'letters' })
  })
})

describe('modelOf', () => {
  it('takes parameters as they are, by a copy in memory of its own where kernels run', () => {
    const params = Float32Array.from({ length: countParameters(resolveConfig(sort)) }, (_, i) => i)
    expect(modelOf(sort, params).params).toEqual(params)
    expect(modelOf(sort, params, { kernels: 'plain' }).params).toBe(params)
    const model = modelOf(sort, params)
    expect(modelOf(sort, model.params).params).toBe(model.params)
    expect(parameterLayout(resolveConfig(sort)).size).toBe(params.length)
  })

  it('runs plain where it is asked to, even with the parameters of a model that does not', () => {
    const { params } = createModel(sort)
    expect(kernelsFor(params)).toBeDefined()
    const plain = modelOf(sort, params, { kernels: 'plain' })
    expect(kernelsFor(plain.params)).toBeUndefined()
    expect(plain.params).toEqual(params)
    const tokens = [2, 0, 1, 1]
    const asPlain = createModel(sort, { kernels: 'plain' })
    expect(runForward(plain, tokens).tensors).toEqual(runForward(asPlain, tokens).tensors)
  })

  it('refuses the wrong number of parameters, and a tokenizer that is too big', () => {
    expect(() => modelOf(sort, new Float32Array(7))).toThrow(/\d+ parameters; got 7.*give the config/)
    expect(() => createModel(sort, { tokenizer: { ...tokenizer, size: 4 } })).toThrow(
      /4 tokens, but .* only dVocab rows, 3: "D", token 3, could not be read\. Give a new model a dVocab of 4; weights/,
    )
  })
})
