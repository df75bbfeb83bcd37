import { describe, expect, it } from 'vitest'
import { attentionSinks, paged, prefixCache, quantised, slidingWindow } from './cache'
import { readMinGPT, readSafetensors, writeSafetensors } from './checkpoint'
import { countOps } from './complexity/countOps'
import { explain } from './explain'
import { measureHeads, standardProbes } from './heads'
import { generate } from './inference/generate'
import { runForward } from './inference/runForward'
import { intervene } from './intervene'
import { logitLens } from './lens'
import { type ModelConfigInput, resolveConfig } from './model/config'
import { createModel } from './model/model'
import { roofline, T4 } from './presets'
import { sample } from './sampling/sampling'
import { compileTimeline } from './timeline/compile'
import { createBPE, trainBPE } from './tokenizer'
import { traceBytes } from './trace'
import { cosineSchedule, createAdamW } from './training'
import { runBackward } from './training/runBackward'
import { train } from './training/train'

const config = { nLayers: 1, nHeads: 1, dModel: 4, nCtx: 8, dVocab: 4 }
const model = createModel(config)
// What is given is wrong on purpose.
const as = <T>(value: object) => value as T

describe('a field that a config does not have', () => {
  it.each([
    ['n_ctx', 'nCtx'],
    ['nctx', 'nCtx'],
    ['NLAYERS', 'nLayers'],
    ['n_head', 'nHeads'],
    ['n_layer', 'nLayers'],
    ['nKvHeads', 'nKVHeads'],
    ['d_model', 'dModel'],
    ['n_embd', 'dModel'],
    ['block_size', 'nCtx'],
    ['vocab_size', 'dVocab'],
    ['rope_theta', 'rotaryBase'],
    ['layerNormEps', 'normEps'],
    ['activaton', 'activation'],
    ['biases', 'bias'],
  ])('%s is refused, and %s named', (name, meant) => {
    const refused = expect.objectContaining({
      code: 'bad-config',
      message: expect.stringMatching(new RegExp(`no field "${name}": did you mean ${meant}\\?`)),
    })
    const input = as<ModelConfigInput>({ ...config, [name]: 2 })
    for (const act of [
      resolveConfig,
      createModel,
      (one: ModelConfigInput) => countOps(one, { promptLength: 1, newTokens: 1, cache: 'full' }),
    ])
      expect(() => act(input)).toThrow(refused)
  })
})

describe('an option that there is not', () => {
  it.each<[string, string, () => unknown]>([
    ['maxTokens', 'maxNewTokens', () => generate(model, [0], as({ maxTokens: 3 }))],
    ['temprature', 'temperature', () => sample(as({ temprature: 1 }))],
    ['top_k', 'topK', () => sample(as({ top_k: 1 }))],
    ['selects', 'select', () => runForward(model, [0], as({ selects: [] }))],
    ['updates', 'update', () => runBackward(model, [0, 1], undefined, as({ updates: {} }))],
    [
      'learning_rate',
      'learningRate',
      () => runBackward(model, [0, 1], undefined, { update: as({ learning_rate: 1 }) }),
    ],
    ['beta', 'betas', () => createAdamW(model, as({ beta: 1 }))],
    ['warmUp', 'warmup', () => cosineSchedule(as({ peak: 1, steps: 2, warmUp: 1 }))],
    ['sead', 'seed', () => createModel(config, as({ sead: 1 }))],
    ['windows', 'window', () => slidingWindow(as({ windows: 1 }))],
    ['sink', 'sinks', () => attentionSinks(as({ sink: 1, window: 1 }))],
    ['block_size', 'blockSize', () => paged(as({ block_size: 1 }))],
    ['capcity', 'capacity', () => prefixCache(as({ blockSize: 1, capcity: 1 }))],
    ['bit', 'bits', () => quantised(as({ bit: 8 }))],
    ['rates', 'rate', () => compileTimeline(runForward(model, [0]), as({ rates: 1 }))],
    ['prompt_length', 'promptLength', () => countOps(config, as({ prompt_length: 1, newTokens: 1, cache: 'full' }))],
    ['devices', 'device', () => roofline(config, as({ devices: T4, promptLength: 1 }))],
    ['position', 'positions', () => traceBytes(config, as({ position: 1 }))],
    ['position', 'positions', () => intervene([as({ tensor: 'embed', position: [0], scale: 0 })])],
    ['counts', 'count', () => standardProbes(model.config, as({ counts: 1 }))],
    ['scores', 'score', () => measureHeads(model, {}, as({ scores: 1 }))],
    ['vocab_size', 'vocabSize', () => trainBPE('ab', as({ vocab_size: 300 }))],
    ['merge', 'merges', () => createBPE(as({ merge: [] }))],
    ['models', 'model', () => explain(runForward(model, [0]), 'logits', [0, 0], as({ models: model }))],
    ['form', 'from', () => logitLens(runForward(model, [0]), 'blocks.0.resid_post', as({ form: 1 }))],
    ['names', 'name', () => readSafetensors(writeSafetensors(model), {}, as({ names: 'a' }))],
    ['dType', 'dtype', () => writeSafetensors(model, as({ dType: 'F32' }))],
    ['activations', 'activation', () => readMinGPT('{}', as({ activations: 'relu' }))],
  ])('%s is refused, and %s named', (name, meant, act) => {
    expect(act).toThrow(
      expect.objectContaining({
        code: 'bad-option',
        message: expect.stringMatching(new RegExp(`"${name}": did you mean ${meant}\\?`)),
      }),
    )
  })

  it('is refused by train, in its promise', async () => {
    const run = train(model, as({ data: [[0, 1]], steps: 1, batch_size: 3 }))
    await expect(run).rejects.toThrow(/train has no option "batch_size": did you mean batchSize\?/)
  })
})

describe('what was a bare TypeError', () => {
  it('says what it got', () => {
    const got = (act: () => unknown, message: RegExp) =>
      expect(act).toThrow(
        expect.objectContaining({ name: 'GlassformerError', message: expect.stringMatching(message) }),
      )
    got(() => generate(model, [0], { sampler: as(sample) }), /sampler must be greedy\(\).*; got the function sample/)
    got(
      () => slidingWindow(as(undefined as unknown as object)),
      /options of slidingWindow must be an object.*got undefined/,
    )
    got(
      () => createBPE({ merges: [] }).encode(as(undefined as unknown as object)),
      /text to encode must be text; got undefined/,
    )
    got(() => roofline(config, as({ promptLength: 1 })), /device must be one of DEVICES.*got undefined/)
    got(() => createAdamW(model, { betas: as('ab' as unknown as object) }), /betas must be two numbers.*got "ab"/)
  })
})
