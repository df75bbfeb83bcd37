import { describe, expect, it } from 'vitest'
import { entries } from '../tsup.config'
import { slidingWindow } from './cache'
import { writeSafetensors } from './checkpoint'
import { generate } from './inference/generate'
import { runForward } from './inference/runForward'
import { createModel } from './model/model'
import { GPT2_SMALL, T4 } from './presets'
import { greedy } from './sampling/sampling'
import { GlassformerError } from './tensor/errors'
import { compileTimeline } from './timeline/compile'
import { sequence } from './timeline/sequence'
import { createCharTokenizer, packMerges } from './tokenizer'
import { llama2File } from './tokenizer/json/exampleFiles'
import { encodeTrace } from './trace/encode'
import { runBackward } from './training/runBackward'

/** Arguments that are right, of which one thing at a time is then made wrong. */
type Arguments = () => readonly unknown[]

/** Is replaced as a whole, but its parts are not. */
class Whole {
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
const ROWS: Record<string, Record<string, Arguments[]>> = {
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
  'models/sort': { loadSortModel: [() => []] },
  'models/text': { loadTextModel: [() => []] },
  'models/textProbes': { textProbes: [() => [whole({ tokenizer: undefined }), { seed: 1, count: 1 }]] },
}

const WRONG: readonly unknown[] = [
  ...[undefined, null, true, false, 0, 1, -1, 0.5, Number.NaN, Infinity, 3n, '', 'text', Symbol('s')],
  ...[{}, { a: 1 }, [], [1], [null], ['text'], [[]], () => 1, () => undefined],
  ...[new Map(), new Date(0), new Float32Array(2), new Uint8Array(3), new ArrayBuffer(4), Promise.resolve(), greedy],
  ...[Object.create(null), new Error('one'), /x/],
]

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

const unwrapped = (value: unknown): unknown => (value instanceof Whole ? value.value : value)

/** A value, with one thing in it made wrong, in every way; and what that was. */
function* damaged(value: unknown, where: string, depth: number): Generator<[string, unknown]> {
  for (const [i, wrong] of WRONG.entries()) yield [`${where} = WRONG[${i}]`, wrong]
  const inner = unwrapped(value)
  if (value instanceof Whole || depth === 0) return
  if (isPlain(inner))
    for (const key of Object.keys(inner))
      for (const [what, one] of damaged(inner[key], `${where}.${key}`, depth - 1))
        yield [what, Object.assign(copyOf(inner), { [key]: one })]
  if (Array.isArray(inner) && inner.length)
    for (const [what, one] of damaged(inner[0], `${where}[0]`, depth - 1))
      yield [what, [one, ...inner.slice(1).map(unwrapped)]]
}

/** With what is not enumerable, such as a trace's methods; frozen or not. */
const copyOf = (value: object) => {
  const copy: Record<string, unknown> = {}
  for (const [key, own] of Object.entries(Object.getOwnPropertyDescriptors(value)))
    Object.defineProperty(copy, key, { ...own, value: unwrapped(own.value), writable: true, configurable: true })
  return copy
}

type Fails = Map<string, string>

async function attempt(what: string, fails: Fails, act: () => unknown): Promise<unknown> {
  try {
    const result = await act()
    const isGenerator = typeof (result as Generator | undefined)?.next === 'function'
    return isGenerator ? Array.from(result as Iterable<unknown>) : result
  } catch (error) {
    if (error instanceof GlassformerError) {
      if (!error.message || /\[object|undefined and undefined/.test(error.message))
        fails.set(what, `says "${error.message}"`)
    } else fails.set(what, `${error}`)
    return undefined
  }
}

/** What the library alone calls, with what it made. */
const PLUMBING = new Set(['open', 'bind'])

/** Calls every function that a result has with wrong arguments. */
async function tryMethods(what: string, owner: unknown, fails: Fails): Promise<void> {
  if ((typeof owner !== 'object' && typeof owner !== 'function') || owner === null || ArrayBuffer.isView(owner)) return
  for (const name of Object.getOwnPropertyNames(owner)) {
    if (/^(prototype|caller|arguments)$/.test(name) || PLUMBING.has(name)) continue
    const method = (owner as Record<string, unknown>)[name]
    if (typeof method !== 'function') continue
    for (const [i, a] of WRONG.entries()) {
      await attempt(`${what}.${name}(WRONG[${i}])`, fails, () => method.call(owner, a))
      await attempt(`${what}.${name}(0, WRONG[${i}])`, fails, () => method.call(owner, 0, a))
      await attempt(`${what}.${name}([0], WRONG[${i}])`, fails, () => method.call(owner, [0], a))
    }
    await tryMethods(`${what}.${name}`, method, fails)
  }
}

/** Of each place the first, since all are of one kind. */
const report = (fails: Fails) => {
  const places = new Map(
    [...fails]
      .reverse()
      .map(([what, error]) => [what.replace(/(\[0\]|0), |WRONG.*/g, ''), `${what}: ${error.slice(0, 160)}`]),
  )
  return [...places.values()].reverse()
}

describe.each(Object.entries(entries).filter(([name]) => name !== 'trainingWorker'))(
  'wrong types given to %s',
  (entry, path) => {
    it('are told by no other error than ours, in every function, at every place', async () => {
      const exported = (await import(/* @vite-ignore */ `../${path}`)) as Record<string, unknown>
      const functions = Object.entries(exported).filter(
        ([, value]) => typeof value === 'function' && value !== GlassformerError,
      )
      const rows = ROWS[entry] ?? {}
      expect(Object.keys(rows).sort(), `give arguments for what ${entry} exports`).toEqual(
        functions.map(([name]) => name).sort(),
      )
      const fails: Fails = new Map()
      for (const [name, value] of functions) {
        const call = value as (...args: unknown[]) => unknown
        for (const row of rows[name] ?? []) {
          const right = row()
          const args = () => right.map((value) => (isPlain(value) ? copyOf(value) : unwrapped(value)))
          const result = await attempt(`${name}(right)`, fails, () => call(...args()))
          await tryMethods(`${name}()`, result, fails)
          for (let i = 0; i <= right.length; i++)
            for (const [what, wrong] of damaged(right[i], `argument ${i}`, 3))
              await attempt(`${name}: ${what}`, fails, () => call(...Object.assign(args(), { [i]: wrong })))
        }
      }
      expect(report(fails)).toEqual([])
    })
  },
)
