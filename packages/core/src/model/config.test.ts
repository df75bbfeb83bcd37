import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyConfig } from '../testing/arbitrary'
import { type ModelConfigInput, resolveConfig } from './config'

const small = { nLayers: 2, nHeads: 4, dModel: 8, nCtx: 6, dVocab: 5 }

describe('resolveConfig', () => {
  it('fills in what GPT-2 has', () => {
    expect(resolveConfig(small)).toEqual({
      ...small,
      nKVHeads: 4,
      dHead: 2,
      dMlp: 32,
      norm: 'layernorm',
      normEps: 1e-5,
      positions: 'learned',
      rotaryBase: 10000,
      activation: 'gelu_tanh',
      attentionWindow: 6,
      tied: true,
      bias: true,
    })
  })

  it('keeps what is given, and is done when it is done', () => {
    fc.assert(
      fc.property(anyConfig, (config) => {
        const resolved = resolveConfig(config)
        expect(resolved).toEqual(config)
        expect(resolveConfig(resolved)).toEqual(resolved)
        expect(Object.isFrozen(resolved)).toBe(true)
      }),
    )
  })

  it.each([
    [{ nLayers: 0 }, 'nLayers must be a positive whole number; got 0.'],
    [{ nHeads: 2.5 }, 'nHeads must be a positive whole number; got 2.5.'],
    [{ dModel: Number.NaN }, 'dModel must be a positive whole number; got NaN.'],
    [{ dHead: -1 }, 'dHead must be a positive whole number; got -1.'],
    [{ dMlp: 0 }, 'dMlp must be a positive whole number; got 0.'],
    [{ nCtx: undefined }, 'nCtx must be a positive whole number; got undefined.'],
    [{ dVocab: '9' }, 'dVocab must be a positive whole number; got "9".'],
    [{ dModel: 10 }, 'dModel (10) must be divisible by nHeads (4), or give dHead; 10 / 4 is not a whole number.'],
    [{ nKVHeads: 0 }, 'nKVHeads must be a positive whole number; got 0.'],
    [{ nKVHeads: 3 }, 'nKVHeads must divide nHeads (4), so that each serves as many queries; got 3.'],
    [{ nKVHeads: 8 }, 'nKVHeads must divide nHeads (4), so that each serves as many queries; got 8.'],
    [{ attentionWindow: 0 }, 'attentionWindow must be a positive whole number; got 0.'],
    [{ attentionWindow: 1.5 }, 'attentionWindow must be a positive whole number; got 1.5.'],
    [{ attentionWindow: Infinity }, 'attentionWindow must be a positive whole number; got Infinity.'],
    [{ norm: 'batchnorm' }, 'norm must be one of layernorm, rmsnorm; got "batchnorm".'],
    [{ normEps: 0 }, 'normEps must be a positive number; got 0.'],
    [{ normEps: Infinity }, 'normEps must be a positive number; got Infinity.'],
    [{ positions: 'alibi' }, 'positions must be one of learned, sinusoidal, rotary, none; got "alibi".'],
    [{ positions: 'rotary', dHead: 3 }, 'dHead must be even with rotary positions, which turn pairs of it; got 3.'],
    [{ rotaryBase: -2 }, 'rotaryBase must be a positive number; got -2.'],
    [{ rotaryBase: Number.NaN }, 'rotaryBase must be a positive number; got NaN.'],
    [{ activation: 'gelu' }, 'activation must be one of gelu_tanh, gelu_erf, relu, swiglu; got "gelu".'],
    [{ activation: 'toString' }, 'activation must be one of gelu_tanh, gelu_erf, relu, swiglu; got "toString".'],
    [{ tied: 1 }, 'tied must be one of true, false; got 1.'],
    [{ bias: 'all' }, 'bias must be one of true, false, qkv, attention, mlp; got "all".'],
  ])('refuses %j', (wrong, message) => {
    const input = { ...small, ...wrong } as ModelConfigInput
    expect(() => resolveConfig(input)).toThrow(expect.objectContaining({ code: 'bad-config', message }))
  })

  it.each([null, undefined, 7, 'gpt2'])('refuses %s, which is no config', (input) => {
    expect(() => resolveConfig(input as unknown as ModelConfigInput)).toThrow(
      expect.objectContaining({
        code: 'bad-config',
        message: expect.stringContaining(`got ${typeof input === 'string' ? `"${input}"` : input}`),
      }),
    )
  })

  it('allows an odd dHead where nothing turns, and a window longer than the context', () => {
    expect(resolveConfig({ ...small, dHead: 3, attentionWindow: 100 })).toMatchObject({
      dHead: 3,
      attentionWindow: 100,
    })
  })
})
