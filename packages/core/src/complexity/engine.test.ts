import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sumCounts } from '../counts/sum'
import { generate } from '../inference/generate'
import { runForward } from '../inference/runForward'
import { ACTIVATIONS, type ModelConfigInput, NORMS, POSITIONS } from '../model/config'
import { createModel } from '../model/model'
import { compileTimeline } from '../timeline/compile'
import { frameAt } from '../timeline/frameAt'
import type { BackwardFrame, ForwardFrame } from '../timeline/types'
import { runBackward } from '../training/runBackward'
import { countOps } from './countOps'

const positive = (max: number) => fc.integer({ min: 1, max })
const configs: fc.Arbitrary<ModelConfigInput> = fc
  .record({
    nLayers: positive(3),
    nKVHeads: positive(2),
    dModel: positive(9),
    dHead: positive(3).map((half) => 2 * half),
    dMlp: positive(13),
    nCtx: fc.constant(12),
    dVocab: positive(11),
    norm: fc.constantFrom(...NORMS),
    positions: fc.constantFrom(...POSITIONS),
    activation: fc.constantFrom(...ACTIVATIONS),
    attentionWindow: positive(12),
    bias: fc.constantFrom(true, false, 'qkv' as const),
    tied: fc.boolean(),
  })
  .chain((config) => positive(3).map((group) => ({ ...config, nHeads: group * config.nKVHeads })))
const runs = fc.record({
  config: configs,
  promptLength: positive(6),
  newTokens: positive(6),
  cache: fc.constantFrom('full' as const, 'none' as const),
  seed: fc.nat(1000),
})
const prompt = (config: ModelConfigInput, length: number) =>
  Array.from({ length }, (_, i) => (7 * i + 3) % config.dVocab)

describe('the engine', () => {
  it('does in each step exactly the work that the formulas say, with a cache and without', () => {
    fc.assert(
      fc.property(runs, ({ config, promptLength, newTokens, cache, seed }) => {
        const model = createModel(config, { seed })
        const { steps } = generate(model, prompt(config, promptLength), {
          maxNewTokens: newTokens,
          cache,
          compare: true,
        })
        const counted = countOps(config, { promptLength, newTokens, cache })
        expect(steps.map(({ counts }) => counts)).toEqual(counted.steps)
        expect(sumCounts(steps.map(({ counts }) => counts))).toEqual(counted.total)
        const other = countOps(config, { promptLength, newTokens, cache: cache === 'full' ? 'none' : 'full' })
        expect(steps.map((step) => step.other?.counts)).toEqual(other.steps)
      }),
    )
  })

  it('does in a forward pass the work of a prefill that keeps nothing', () => {
    fc.assert(
      fc.property(configs, positive(8), (config, length) => {
        const { counts } = runForward(createModel(config), prompt(config, length))
        expect(counts).toEqual(countOps(config, { promptLength: length, newTokens: 1, cache: 'none' }).total)
      }),
    )
  })
})

describe('timelines of real traces', () => {
  it('show at the end of every step the cache and the text that the step left', () => {
    fc.assert(
      fc.property(runs, ({ config, promptLength, newTokens, cache, seed }) => {
        const model = createModel(config, { seed })
        const trace = generate(model, prompt(config, promptLength), { maxNewTokens: newTokens, cache })
        const timeline = compileTimeline(trace)
        for (const step of trace.steps) {
          const last = timeline.cues.findLast((cue) => cue.step === step.index)
          const frame: ForwardFrame = frameAt(timeline, last?.endMs as number)
          const all = Array(config.nLayers).fill(step.to)
          expect(frame).toMatchObject({ written: all, attended: all, done: all, predicted: step.to })
          expect(trace.tokens[frame.tokensVisible - 1]?.id).toBe(step.sampled.id)
          if (cache === 'full') expect(step.cachedPositions).toBe(frame.written[0])
        }
        expect(frameAt(timeline, timeline.durationMs).tokensVisible).toBe(trace.tokens.length)
      }),
      { numRuns: 40 },
    )
  })

  it('take a forward and a backward trace as they are', () => {
    const model = createModel({ nLayers: 2, nHeads: 2, dModel: 4, nCtx: 6, dVocab: 5 })
    const forward: ForwardFrame = frameAt(compileTimeline(runForward(model, [1, 2, 3])), Infinity)
    expect(forward).toMatchObject({ kind: 'forward', tokensVisible: 3, done: [3, 3], predicted: 3 })
    const backward: BackwardFrame = frameAt(compileTimeline(runBackward(model, [1, 2, 3])), Infinity)
    expect(backward).toMatchObject({ kind: 'backward', cue: { kind: 'update', to: 3 }, progress: 1 })
  })
})
