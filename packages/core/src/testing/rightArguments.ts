import { slidingWindow } from '../cache'
import { writeSafetensors } from '../checkpoint'
import { generate } from '../inference/generate'
import { runForward } from '../inference/runForward'
import { createModel } from '../model/model'
import { GPT2_SMALL, T4 } from '../presets'
import { greedy } from '../sampling/sampling'
import { compileTimeline } from '../timeline/compile'
import { sequence } from '../timeline/sequence'
import { createCharTokenizer, packMerges } from '../tokenizer'
import { llama2File } from '../tokenizer/json/exampleFiles'
import { encodeTrace } from '../trace/encode'
import { runBackward } from '../training/runBackward'

/** Arguments that are right, of which one thing at a time is then made wrong. */
type Arguments = () => readonly unknown[]

/** Is replaced as a whole, but its parts are not. */
export class Whole {
  readonly value: unknown
  constructor(value: unknown) {
    this.value = value
  }
}
const whole = (value: unknown) => new Whole(value)

const tokenizer = createCharTokenizer('abcd')
const config = { nLayers: 1, nHeads: 1, dModel: 4, nCtx: 8, dVocab: 4 }
const model = createModel(config, { tokenizer })
const select = ['logits', 'blocks.0.attn.scores']
const forward = () => runForward(model, 'abc', { select })
const backward = () => runBackward(model, 'abc')
const generation = () => generate(model, 'ab', { maxNewTokens: 2, select })
const timeline = compileTimeline(forward())
const counts = forward().counts
const settings = {
  ...{ norm: 'layernorm', normEps: 1e-5, positions: 'learned', rotaryBase: 100, activation: 'relu' },
  ...{ nKVHeads: 1, dHead: 4, dMlp: 4, attentionWindow: 4, tied: true, bias: true },
}
const run = { select: ['logits'], fault: 'unscaled-scores', interventions: undefined }
const options = {
  ...run,
  ...{ maxNewTokens: 1, sampler: greedy(), cache: 'full', compare: false, topCandidates: 2, distributions: true },
  ...{ prefillChunk: 1, signal: { aborted: false } },
}
const training = {
  ...{
    data: [[0, 1, 2]],
    steps: 1,
    batchSize: 1,
    seed: 0,
    learningRate: 0.1,
    onStep: () => {},
    signal: { aborted: false },
  },
  ...{ worker: false, betas: [0.9, 0.9], eps: 1e-8, weightDecay: 0, maxGradNorm: 1 },
}
const player = { timeMs: 0, playing: true, rate: 1, durationMs: 10, stops: [0, 10] }
const probe = { tokens: [0, 1, 2], marks: [{ query: 2, keys: [1], decoys: [0] }] }

/** By entry, then by export. A new export must be given a row. */
export const ROWS: Record<string, Record<string, Arguments[]>> = {
  index: {
    modelFrom: [() => [{ config, params: model.params, tokenizer, name: 'a', kernels: 'plain' }]],
    readMinGPT: [() => ['{}', { name: 'a', tokenizer, activation: 'gelu_tanh' }]],
    countAt: [() => [config, 3, 'full', { bytesPerValue: 2 }]],
    countOps: [() => [config, { promptLength: 2, newTokens: 2, cache: 'full', bytesPerValue: 2 }]],
    kvCacheBytes: [() => [config, 3, { bytesPerValue: 2 }]],
    sumCounts: [() => [[counts, counts]]],
    generate: [
      () => [whole(model), 'ab', options],
      () => [whole(model), [0, 1], { cache: slidingWindow({ window: 2 }) }],
    ],
    generateSteps: [() => [whole(model), 'ab', options]],
    runForward: [() => [whole(model), 'ab', { ...run, into: undefined }]],
    resolveConfig: [() => [{ ...config, ...settings }]],
    createModel: [
      () => [
        { ...config, ...settings },
        { seed: 1, precision: 'float32', name: 'a', tokenizer, kernels: 'auto' },
      ],
    ],
    modelOf: [() => [config, model.params, { name: 'a', tokenizer, kernels: 'plain' }]],
    countParameters: [() => [config]],
    greedy: [() => []],
    sample: [() => [{ temperature: 1, topK: 2, topP: 0.5, minP: 0.1, seed: 1 }]],
    compileTimeline: [() => [forward(), { rate: 1, durations: { idle: 3 } }], () => [generation()], () => [backward()]],
    clamp: [() => [1, 0, 2]],
    within: [() => [1, 0, 2]],
    frameAt: [() => [timeline, 3], () => [compileTimeline(generation()), 3], () => [compileTimeline(backward()), 3]],
    initialPlayer: [() => [10, [0, 10]]],
    playerReducer: [
      ...['play', 'pause', 'toggle', 'reset', 'jump'].map((type) => () => [player, { type }]),
      () => [player, { type: 'step', by: 1 }],
      () => [player, { type: 'seek', timeMs: 1 }],
      () => [player, { type: 'rate', rate: 1 }],
      () => [player, { type: 'tick', deltaMs: 1 }],
      () => [player, { type: 'load', durationMs: 3, stops: [0, 3], timeMs: 1 }],
    ],
    localTime: [() => [sequence([timeline]), 0, 3]],
    sequence: [() => [[timeline]]],
    stopsOf: [() => [sequence([timeline])]],
    tokenText: [() => [model, 1]],
    reviveTrace: [() => [forward()], () => [generation()], () => [backward()]],
    backwardSteps: [() => [whole(model), 'abc', [1, 2, -1], { update: { learningRate: 0.1 } }]],
    runBackward: [
      () => [
        whole(model),
        'abc',
        [1, 2, -1],
        { update: { learningRate: 0.1, betas: [0.9, 0.9], eps: 1e-8, weightDecay: 0, maxGradNorm: 1 } },
      ],
    ],
    train: [() => [whole(model), training]],
  },
  tokenizer: {
    createBPE: [() => [{ merges: [[0, 1]], special: ['<a>'] }], () => [{ merges: packMerges([[0, 1]]) }]],
    createCharTokenizer: [() => ['ab']],
    createWordTokenizer: [() => [{ words: [' a'] }]],
    fromLibrary: [
      () => [
        {
          encode: () => ({ ids: [0] }),
          decode: () => 'a',
          id_to_token: () => 'a',
          get_vocab: () => new Map([['a', 0]]),
        },
      ],
    ],
    readTokenizerJson: [() => [llama2File()], () => [JSON.stringify(llama2File())]],
    packMerges: [() => [[[0, 1]]]],
    unpackMerges: [() => [packMerges([[0, 1]])]],
    trainBPE: [
      () => ['ab ab', { vocabSize: 257, special: [], minCount: 2 }],
      () => [['ab ab', 'ab'], { vocabSize: 257 }],
    ],
  },
  trace: {
    traceBytes: [
      () => [
        config,
        {
          positions: 2,
          kind: 'generation',
          select: ['logits'],
          distributions: 1,
          quantised: true,
          precision: 'float32',
        },
      ],
    ],
    decodeTrace: [() => [encodeTrace(forward())]],
    encodeTrace: [() => [forward()], () => [generation()], () => [backward()]],
    selectTensors: [() => [forward(), ['logits']], () => [generation(), ['logits']], () => [backward(), ['logits']]],
    sliceTensor: [() => [forward().tensor('logits'), { position: 1 }]],
    validateTrace: [() => [forward()], () => [generation()], () => [backward()]],
  },
  intervene: {
    intervene: [
      () => [[{ tensor: 'blocks.0.attn.z', positions: [0], head: 0, scale: 0 }]],
      () => [[{ tensor: 'blocks.0.attn.scores', keys: [0], set: [1] }]],
      () => [[{ tensor: 'blocks.0.attn.z', from: whole(forward()), fromPositions: [0], positions: [1] }]],
    ],
  },
  training: {
    createAdamW: [
      () => [whole(createModel(config)), { learningRate: 0.1, betas: [0.9, 0.9], eps: 1e-8, weightDecay: 0.1 }],
    ],
    clipGradients: [() => [new Float32Array(3), 1]],
    cosineSchedule: [() => [{ peak: 1, warmup: 1, steps: 3, floor: 0 }]],
    runTraining: [() => [whole(createModel(config)), training, () => undefined]],
  },
  checkpoint: {
    modelFrom: [() => [{ config, params: model.params, tokenizer, name: 'a' }]],
    readMinGPT: [() => ['{}', { name: 'a' }]],
    readLlama2c: [() => [new Uint8Array(40), { tokenizer: new Uint8Array(8), name: 'a' }]],
    readLlama2cTokenizer: [() => [new Uint8Array(40), 3]],
    readSafetensors: [
      () => [writeSafetensors(model), {}, { name: 'a', tokenizer, kernels: 'plain' }],
      () => [[writeSafetensors(model)]],
    ],
    writeSafetensors: [() => [{ config: model.config, params: model.params }, { dtype: 'F32' }]],
  },
  cache: {
    cacheActivity: [() => [generation(), 0]],
    heavyHitters: [() => [{ recent: 1, heavy: 1 }]],
    paged: [() => [{ blockSize: 2, blocks: 3 }]],
    prefixCache: [() => [{ blockSize: 2, capacity: 3 }]],
    quantised: [() => [{ bits: 8, symmetric: true }]],
    attentionSinks: [() => [{ sinks: 1, window: 1 }]],
    slidingWindow: [() => [{ window: 1 }]],
  },
  presets: {
    roofline: [
      () => [
        GPT2_SMALL.config,
        { device: T4, promptLength: 2, position: 4, batch: 1, bytesPerWeight: 2, bytesPerCacheValue: 2 },
      ],
    ],
  },
  heads: {
    measureHeads: [() => [whole(model), { subject: [probe] }, { score: 0.1, timesBaseline: 1 }]],
    passes: [
      () => [
        { role: 'subject', layer: 0, head: 0, score: 1, uniform: 0.1, elsewhere: 0.1, decoys: 0.1 },
        { score: 0.1, timesBaseline: 1 },
      ],
    ],
    standardProbes: [() => [config, { seed: 1, count: 1, length: 3, vocabulary: [0, 1] }]],
    textProbe: [() => [tokenizer, ['a', { key: 'b' }, { query: 'c' }, { decoy: 'd' }]]],
  },
  explain: {
    explain: [() => [whole(forward()), 'logits', [0, 1], { model: whole(model) }]],
  },
  lens: {
    logitLens: [() => [whole(forward()), 'blocks.0.resid_post', { model: whole(model), from: 0, to: 1 }]],
  },
  'models/sort': { loadSortModel: [() => []] },
  'models/text': { loadTextModel: [() => []] },
  'models/textProbes': { textProbes: [() => [whole({ tokenizer: undefined }), { seed: 1, count: 1 }]] },
}
