import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attentionSinks, paged, prefixCache, quantised, slidingWindow } from '../cache'
import { generate } from '../inference/generate'
import type { GenerateOptions } from '../inference/options'
import { runForward } from '../inference/runForward'
import { intervene } from '../intervene'
import { FAULTS } from '../model/hooks'
import type { Model } from '../model/model'
import { anyConfig, anyTokens } from '../testing/arbitrary'
import { livelyModel, PATHS } from '../testing/naive'
import { dot, linear, normalize, range, softmax } from '../testing/naiveMath'
import { SETTINGS } from '../testing/settings'
import type { Trace } from '../trace/types'
import { runBackward } from '../training/runBackward'
import { logitLens } from './index'

const STREAMS = ['resid_pre', 'resid_mid', 'resid_post'] as const

/** The lens written a second time: lists of numbers, one position, and none of `ops/`. */
function naiveLens(model: Model, trace: Trace, name: string, position: number): number[] {
  const { dModel, dVocab, norm, normEps, tied } = model.config
  const values = (param: string) => Array.from(model.param(param).data)
  const bias = model.layout.byName.has('ln_final.b') ? values('ln_final.b') : undefined
  const stream = Array.from(trace.tensor(name).data.subarray(position * dModel, (position + 1) * dModel))
  const x = normalize(stream, norm, normEps, values('ln_final.w'), bias)
  if (!tied) return linear([x], values('unembed.W_U'), undefined, dVocab)[0] as number[]
  const W_E = values('embed.W_E')
  return range(dVocab).map((id) => dot(x, 0, W_E, id * dModel, dModel))
}

/** The largest distance of two rows, as a part of the largest number. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length)
  const size = Math.max(...Array.from(b, Math.abs), 1e-6)
  return Math.max(...Array.from(a, (one, i) => Math.abs(one - (b[i] as number)))) / size
}

const rowOf = (data: Float32Array | Float64Array, row: number, V: number) => data.subarray(row * V, (row + 1) * V)

describe.each(PATHS)('the logit lens, on the %s path', (kernels) => {
  it.each(SETTINGS)('is what the naive one says, everywhere in the stream: %s', (_, config) => {
    const model = livelyModel(config, 'float32', 7, kernels)
    for (const trace of [runForward(model, [3, 1, 2, 0]), generate(model, [3, 1], { maxNewTokens: 3 })])
      for (const name of Object.keys(trace.tensors).filter((one) => STREAMS.some((part) => one.endsWith(part)))) {
        const { logits, probs, to } = logitLens(trace, name)
        expect(logits.shape).toEqual([4, model.config.dVocab])
        for (const position of range(to)) {
          const naive = naiveLens(model, trace, name, position)
          expect(distance(rowOf(logits.data, position, naive.length), naive)).toBeLessThan(1e-4)
          expect(distance(rowOf(probs.data, position, naive.length), softmax(naive))).toBeLessThan(1e-4)
        }
      }
  })

  it('is the run’s own logits and probabilities after the last block, whatever the config', () => {
    fc.assert(
      fc.property(
        anyConfig.chain((config) => fc.tuple(fc.constant(config), anyTokens(config.dVocab, 1, 5))),
        ([config, tokens]) => {
          const model = livelyModel(config, 'float32', 3, kernels)
          const trace = runForward(model, tokens)
          const { logits, probs } = logitLens(trace, `blocks.${model.config.nLayers - 1}.resid_post`)
          expect(distance(logits.data, trace.tensor('logits').data)).toBeLessThan(1e-5)
          expect(distance(probs.data, trace.tensor('probs').data)).toBeLessThan(1e-5)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('a lens', () => {
  const config = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 8, dVocab: 7 }
  const model = livelyModel(config, 'float32')
  const trace = runForward(model, [1, 2, 3, 4, 5])
  const V = config.dVocab

  it('reads some positions as it reads all', () => {
    const whole = logitLens(trace, 'blocks.0.resid_post')
    const some = logitLens(trace, 'blocks.0.resid_post', { from: 2, to: 4 })
    expect(some.logits.data).toEqual(whole.logits.data.subarray(2 * V, 4 * V))
    expect(some.candidates(3, 3)).toEqual(whole.candidates(3, 3))
    expect(() => some.candidates(1)).toThrow(expect.objectContaining({ code: 'out-of-range' }))
    expect(() => some.standing(4, 0)).toThrow(expect.objectContaining({ code: 'out-of-range' }))
  })

  it('ranks as a stable sort does', () => {
    // Of two equal rows of the embedding, every stream says the same.
    const twins = livelyModel(config, 'float32')
    const { data } = twins.param('embed.W_E')
    data.copyWithin(5 * config.dModel, 2 * config.dModel, 3 * config.dModel)
    const lens = logitLens(runForward(twins, [1, 2, 3]), 'blocks.1.resid_mid')
    for (const position of range(3)) {
      const row = Array.from(rowOf(lens.logits.data, position, V))
      const order = range(V).sort((a, b) => (row[b] as number) - (row[a] as number))
      expect(lens.candidates(position, V).map(({ id }) => id)).toEqual(order)
      expect(order.indexOf(5)).toBe(order.indexOf(2) + 1)
      for (const [i, id] of order.entries()) {
        const { rank, logit, prob } = lens.standing(position, id)
        expect(rank).toBe(i + 1)
        expect(logit).toBe(row[id])
        expect(prob).toBe(lens.probs.data[position * V + id])
        expect(lens.candidates(position, V)[i]).toMatchObject({ id, logit, prob })
      }
    }
  })

  it('reads what a model generated as that model ends: its greedy choice is first', () => {
    const run = generate(model, [1, 2], { maxNewTokens: 4 })
    const lens = logitLens(run, 'blocks.1.resid_post')
    for (const { to, sampled } of run.steps) expect(lens.standing(to - 1, sampled.id).rank).toBe(1)
  })

  it.each([
    ['without a cache', { cache: 'none' }],
    ['under a sliding window', { cache: slidingWindow({ window: 2 }) }],
    ['with sinks', { cache: attentionSinks({ sinks: 1, window: 2 }) }],
    ['with a quantised cache', { cache: quantised({ bits: 4 }) }],
    ['with pages', { cache: paged({ blockSize: 2 }) }],
    ['in chunks', { prefillChunk: 2 }],
    ...FAULTS.flatMap((fault) => [
      [`with the fault ${fault}`, { fault }] as const,
      [`with the fault ${fault}, without a cache`, { fault, cache: 'none' }] as const,
    ]),
  ] as const)('reads the end of a run %s as the run did', (_, options: GenerateOptions) => {
    const run = generate(model, [1, 2, 3, 4], { maxNewTokens: 3, ...options })
    const { logits } = logitLens(run, 'blocks.1.resid_post')
    expect(distance(logits.data, run.tensor('logits').data)).toBeLessThan(1e-5)
  })

  it('reads the forward pass of a training step', () => {
    const run = runBackward(model, [1, 2, 3, 4])
    expect(distance(logitLens(run, 'blocks.1.resid_post').logits.data, run.tensor('logits').data)).toBeLessThan(1e-5)
  })

  it('asks for the model of a trace that has lost it, and of one of another shape', () => {
    const { tensor: _, ...plain } = trace
    const clone = structuredClone(plain) as Trace
    expect(() => logitLens(clone, 'blocks.0.resid_post')).toThrow(
      expect.objectContaining({ code: 'bad-trace', message: expect.stringContaining('`model`') }),
    )
    const read = logitLens(clone, 'blocks.0.resid_post', { model })
    expect(read.logits).toEqual(logitLens(trace, 'blocks.0.resid_post').logits)
    const other = livelyModel({ ...config, nLayers: 3 }, 'float32')
    expect(() => logitLens(trace, 'blocks.0.resid_post', { model: other })).toThrow(
      expect.objectContaining({ code: 'bad-option' }),
    )
  })

  it('does not pass off another model’s words as the run’s', () => {
    const other = livelyModel(config, 'float32', 8)
    expect(() => logitLens(trace, 'blocks.1.resid_post', { model: other })).toThrow(
      expect.objectContaining({ code: 'bad-trace', message: expect.stringContaining('trained since') }),
    )
    const trained = livelyModel(config, 'float32')
    const before = runForward(trained, [1, 2, 3])
    for (let i = 0; i < trained.params.length; i++) (trained.params[i] as number) *= 1.05
    expect(() => logitLens(before, 'blocks.1.resid_post')).toThrow(expect.objectContaining({ code: 'bad-trace' }))
  })

  it('reads a run that was changed behind the last block as if it had not been', () => {
    const changed = runForward(model, [1, 2, 3, 4, 5], {
      interventions: intervene([{ tensor: 'logits', positions: [1], set: 0 }]),
    })
    const lens = logitLens(changed, 'blocks.1.resid_post')
    expect(distance(lens.logits.data, trace.tensor('logits').data)).toBeLessThan(1e-5)
  })

  it('is NaN where a shared cache spared the run the work, and nowhere else', () => {
    const shared = prefixCache({ blockSize: 2, capacity: 8 })
    generate(model, [1, 2, 3, 4, 5], { maxNewTokens: 1, cache: shared })
    const again = generate(model, [1, 2, 3, 4, 6], { maxNewTokens: 2, cache: shared })
    const { from } = again.steps[0] as { from: number }
    expect(from).toBeGreaterThan(0)
    const lens = logitLens(again, 'blocks.1.resid_post')
    for (const position of range(6))
      expect(rowOf(lens.logits.data, position, V).every((x) => Number.isNaN(x) === position < from)).toBe(true)
  })

  it.each([
    ['blocks.0.attn_out', 'unknown-tensor'],
    ['embed', 'unknown-tensor'],
    ['blocks.2.resid_post', 'unknown-tensor'],
    ['toString', 'unknown-tensor'],
  ])('reads no %s', (name, code) => {
    expect(() => logitLens(trace, name)).toThrow(expect.objectContaining({ code }))
  })

  it.each([
    [{ from: -1 }, 'bad-option'],
    [{ from: 1.5 }, 'bad-option'],
    [{ from: 5 }, 'bad-option'],
    [{ from: 2, to: 2 }, 'bad-option'],
    [{ to: 6 }, 'out-of-range'],
  ])('reads no positions %j', (range, code) => {
    expect(() => logitLens(trace, 'blocks.0.resid_post', range)).toThrow(expect.objectContaining({ code }))
  })
})
