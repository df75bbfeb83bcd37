import { describe, expect, it } from 'vitest'
import { generate } from '../inference/generate'
import { runForward } from '../inference/runForward'
import { intervene } from '../intervene/intervene'
import { greedy, type Sampler, sample } from '../sampling/sampling'
import { livelyModel, PATHS } from '../testing/naive'
import { runBackward } from '../training/runBackward'
import { type Model, modelOf } from './model'

const CONFIGS = {
  gpt2: {},
  relu: { activation: 'relu', tied: false },
  llama: { norm: 'rmsnorm', positions: 'rotary', activation: 'swiglu', bias: false, nKVHeads: 1, tied: false },
} as const
const base = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 12, dVocab: 9 }
const tokens = [0, 1, 2, 3, 4, 5, 6, 7, 8]
const runs: [string, (model: Model) => unknown][] = [
  ['runForward', (model) => runForward(model, tokens)],
  ['runForward of selected ones', (model) => runForward(model, tokens, { select: ['embed'] })],
  ['runBackward', (model) => runBackward(model, tokens)],
  ['generate', (model) => generate(model, tokens, { maxNewTokens: 1 })],
  ['generate without a cache', (model) => generate(model, tokens, { maxNewTokens: 2, cache: 'none' })],
  ['generate in chunks', (model) => generate(model, tokens, { maxNewTokens: 1, prefillChunk: 4 })],
  [
    'generate by a sampler of its own',
    (model) => generate(model, tokens, { maxNewTokens: 1, sampler: { pick: () => 0 } }),
  ],
]

describe.each(PATHS)('a parameter that is not finite (%s)', (kernels) => {
  it.each(runs)('is named by %s, whichever it is', (_, run) => {
    for (const [i, settings] of Object.values(CONFIGS).entries())
      for (const value of [Number.NaN, Infinity, -Infinity]) {
        const model = livelyModel({ ...base, ...settings }, 'float32', 3, kernels)
        for (const { name, offset, size } of model.layout.entries) {
          const at = offset + ((7 * i + 3) % size)
          const before = model.params[at] as number
          model.params[at] = value
          const axes = model.param(name).axes
          // Positions beyond the text are not read.
          const isRead = name !== 'pos_embed.W_pos' || (at - offset) / base.dModel < tokens.length
          const message = expect.stringMatching(
            new RegExp(`${name.replaceAll('.', '\\.')} is ${value} at ${axes[0]} \\d`),
          )
          if (isRead)
            expect(() => run(model), `${name} ${value}`).toThrow(
              expect.objectContaining({ code: 'not-finite', message }),
            )
          model.params[at] = before
        }
        expect(() => run(model)).not.toThrow()
      }
  })

  it('is named with the index of each axis', () => {
    const model = livelyModel(base, 'float32', 3, kernels)
    model.param('blocks.1.attn.W_K').data[8 * 3 + 4 + 1] = Number.NaN
    expect(() => runForward(model, tokens)).toThrow(/blocks\.1\.attn\.W_K is NaN at d_model 3, kv_head 1, d_head 1,/)
  })

  it('is refused where a model is made of it', () => {
    const { config, params } = livelyModel(base, 'float32', 3, kernels)
    const spoilt = params.slice()
    spoilt[spoilt.length - 1] = Number.NaN
    expect(() => modelOf(config, spoilt)).toThrow(/ln_final\.b is NaN at d_model 7/)
  })
})

describe.each(PATHS)('numbers that become too large in a run (%s)', (kernels) => {
  it.each(runs)('are named by %s, with the first of them', (_, run) => {
    const model = livelyModel(base, 'float32', 3, kernels)
    model.param('blocks.1.mlp.W_in').data.fill(3e38)
    expect(() => run(model)).toThrow(
      expect.objectContaining({
        code: 'not-finite',
        message: expect.stringMatching(
          /^blocks\.1\.mlp\.pre is (-?Infinity|NaN) at position \d, d_mlp \d+, the first of this run/,
        ),
      }),
    )
  })

  it('are found at their position, in a later pass and in a later step', () => {
    const model = livelyModel(base, 'float32', 3, kernels)
    const large = { tensor: 'blocks.0.mlp_out', positions: [4], scale: 3e38 }
    const options = { interventions: intervene([large, large]) }
    const found = /^blocks\.0\.mlp_out is -?Infinity at position 4, d_model \d/
    expect(() => generate(model, [0, 1, 2, 3, 5, 6], { ...options, maxNewTokens: 1, prefillChunk: 2 })).toThrow(found)
    expect(() => generate(model, [0, 1, 2, 3], { ...options, maxNewTokens: 3 })).toThrow(found)
    expect(() => generate(model, [0, 1, 2, 3], { maxNewTokens: 3 })).not.toThrow()
  })
})

describe('scores that a mask leaves out', () => {
  it('are not what is named', () => {
    const model = livelyModel({ ...base, attentionWindow: 2 }, 'float32')
    expect(() => runForward(model, tokens)).not.toThrow()
    const far = intervene([{ tensor: 'blocks.0.mlp_out', scale: 3e38 }])
    const wild = intervene([
      { tensor: 'blocks.0.mlp_out', scale: 3e38 },
      { tensor: 'blocks.0.mlp_out', scale: 3e38 },
    ])
    expect(() => runForward(model, tokens, { interventions: wild })).toThrow(
      /^blocks\.0\.mlp_out is -?Infinity at position 0,/,
    )
    expect(() => runForward(model, tokens, { interventions: far })).toThrow(/^blocks\./)
  })
})

describe('a sampler', () => {
  const samplers: [string, Sampler][] = [
    ['greedy', greedy()],
    ['sample', sample()],
    ['sample with filters', sample({ topK: 2, topP: 0.5, minP: 0.1, temperature: 2 })],
  ]
  it.each(samplers)('%s refuses logits that are not finite, by name', (_, sampler) => {
    for (const value of [Number.NaN, Infinity, -Infinity])
      for (const at of [0, 2]) {
        const logits = Float32Array.of(1, 2, 3)
        logits[at] = value
        const refused = expect.objectContaining({
          code: 'not-finite',
          message: expect.stringContaining(`The logit of token ${at} is ${value}`),
        })
        expect(() => sampler.pick(logits, 0)).toThrow(refused)
        expect(() => sampler.distribution?.(logits, 0)).toThrow(refused)
      }
  })

  it('refuses what a temperature makes too large, and what leaves no token', () => {
    const sampler = sample({ temperature: 1e-6 })
    expect(() => sampler.pick(Float32Array.of(0, 3e38), 0)).toThrow(
      /token 1, divided by the temperature 0.000001, is Infinity/,
    )
    const none = {
      scaled: Float32Array.of(1),
      filtered: Float32Array.of(-Infinity),
      probs: Float32Array.of(0),
      removedBy: Uint8Array.of(1),
    }
    expect(() => sampler.pick(Float32Array.of(1), 0, none)).toThrow(expect.objectContaining({ code: 'not-finite' }))
  })
})
