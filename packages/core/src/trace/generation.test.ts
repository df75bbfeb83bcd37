import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { cacheActivity, prefixCache, quantised, slidingWindow } from '../cache'
import { generate } from '../inference/generate'
import { runForward } from '../inference/runForward'
import { intervene } from '../intervene/intervene'
import type { Tensor } from '../tensor/tensor'
import { livelyModel } from '../testing/naive'
import { decodeTrace, encodeTrace } from './encode'
import type { TraceData } from './make'
import { selectTensors } from './select'
import type { GenerationTrace } from './types'
import { validateTrace } from './validate'

const model = livelyModel({ nLayers: 2, nHeads: 2, dModel: 6, nCtx: 8, dVocab: 5 }, 'float32')

type Data = TraceData<GenerationTrace>
type Writable<T> = T extends Float32Array | Float64Array | Uint8Array
  ? T
  : T extends object
    ? { -readonly [K in keyof T]: Writable<T[K]> }
    : T

/** A trace of a policy that forgets, damaged. */
function damaged(damage: (trace: Writable<Data>) => void): TraceData {
  const trace = structuredClone(generate(model, [1, 2, 3], { maxNewTokens: 3, cache: slidingWindow({ window: 2 }) }))
  damage(trace as unknown as Writable<Data>)
  return trace as TraceData
}

function held(ranges: [number, number][]) {
  return (trace: Writable<Data>) => {
    const layer = trace.steps[1]?.cache?.layers[0] as { held: [number, number][] }
    layer.held = ranges
  }
}

describe('validateTrace', () => {
  it.each<[string, (trace: Writable<Data>) => void, RegExp]>([
    ['an unknown fault', (trace) => Object.assign(trace, { fault: 'typo' }), /fault is "typo"/],
    [
      'an intervention at nothing',
      (trace) => Object.assign(trace, { interventions: [{ tensor: 'x', positions: [] }] }),
      /interventions\[0\].tensor is "x"/,
    ],
    ['a cache of no name', (trace) => Object.assign(trace, { cache: {} }), /cache must be full, none or a policy/],
    ['a step without layers', (trace) => delete trace.steps[1]?.cache, /steps\[1\].cache must have every layer/],
    ['ranges beyond the text', held([[0, 9]]), /steps\[1\].cache.layers\[0\].held has the range \[0, 9\]/],
    [
      'ranges that go back',
      held([
        [2, 3],
        [0, 1],
      ]),
      /held has the range \[0, 1\]/,
    ],
    ['ranges of nothing', held([[2, 2]]), /held has the range \[2, 2\]/],
    [
      'a distribution of another size',
      (trace) => Object.assign(trace.steps[0]?.sampling ?? {}, { probs: Float32Array.of(1) }),
      /steps\[0\].sampling.probs must have 5 values/,
    ],
    ['NaN in a distribution', (trace) => trace.steps[0]?.sampling?.scaled.fill(Number.NaN, 4), /scaled\[4\] is NaN/],
    [
      'a token that nothing took out',
      (trace) => trace.steps[0]?.sampling?.removedBy.fill(0),
      /filtered\[\d\] is -Infinity/,
    ],
    [
      'a sampled token outside the vocabulary',
      (trace) => Object.assign(trace.steps[1]?.sampled ?? {}, { id: 5 }),
      /steps\[1\].sampled.id is 5, not in the vocabulary/,
    ],
    [
      'a candidate outside the vocabulary',
      (trace) => Object.assign(trace.steps[0]?.candidates[2] ?? {}, { id: -1 }),
      /steps\[0\].candidates\[2\].id is -1/,
    ],
    [
      'a candidate that is none',
      (trace) => Object.assign(trace.steps[0] ?? {}, { candidates: [null] }),
      /steps\[0\].candidates\[0\].id is undefined/,
    ],
    ['10,000 layers', (trace) => Object.assign(trace.config, { nLayers: 10_000 }), /nLayers is 10000, more than/],
    ['a million heads', (trace) => Object.assign(trace.config, { nHeads: 1e6 }), /nHeads is 1000000, more than/],
    [
      'a token of 5,000 letters',
      (trace) => Object.assign(trace.tokens[1] ?? {}, { text: 'x'.repeat(5000) }),
      /tokens\[1\].text has 5000 letters/,
    ],
    ['a probability of 7', (trace) => Object.assign(trace.steps[1]?.sampled ?? {}, { prob: 7 }), /sampled.prob is 7/],
    [
      'a candidate below nothing',
      (trace) => Object.assign(trace.steps[0]?.candidates[1] ?? {}, { prob: -0.2 }),
      /candidates\[1\].prob is -0.2/,
    ],
    [
      'a weight of attention above all',
      (trace) => (trace.tensors['blocks.0.attn.pattern'] as Tensor).data.fill(1.5, 0, 1),
      /pattern.*\[0\] is 1.5, no share/,
    ],
    [
      'probabilities of 7',
      (trace) => (trace.tensors.probs as Tensor).data.fill(7, 0, 1),
      /probs.*\[0\] is 7, no share/,
    ],
    [
      'NaN where nothing was shared',
      (trace) => (trace.tensors.logits as Tensor).data.fill(Number.NaN, 0, 1),
      /logits.*\[0\] is NaN/,
    ],
    [
      'stored values that are none',
      (trace) => Object.assign(trace, { stored: { embed: { ...trace.tensors.embed, data: [] } } }),
      /stored\["embed"\].data must be/,
    ],
  ])('refuses %s', (_, damage, message) => {
    expect(() => validateTrace(damaged(() => {}))).not.toThrow()
    expect(() => validateTrace(damaged(damage))).toThrow(
      expect.objectContaining({ code: 'bad-trace', message: expect.stringMatching(message) }),
    )
  })

  it('takes NaN in the rows that were shared, and in no other', () => {
    const cache = prefixCache({ blockSize: 2, capacity: 8 })
    generate(model, [1, 2, 3], { maxNewTokens: 1, cache })
    const trace = generate(model, [1, 2, 4], { maxNewTokens: 3, cache })
    expect(trace.tensor('blocks.1.attn.pattern').data[0]).toBeNaN()
    expect(() => validateTrace(trace)).not.toThrow()
    trace.tensor('blocks.1.resid_pre').data[2 * 6] = Number.NaN
    expect(() => validateTrace(trace)).toThrow(/blocks.1.resid_pre.*\[12\] is NaN/)
  })

  it('takes -Infinity in a score that is seen if an intervention was there, or the cache let go of the key', () => {
    const interventions = intervene([{ tensor: 'blocks.0.attn.scores', positions: [2], keys: [0], set: -Infinity }])
    const trace = runForward(model, [1, 2, 3], { interventions })
    expect(() => validateTrace(trace)).not.toThrow()
    expect(() => validateTrace({ ...trace, interventions: [] })).toThrow(/blocks.0.attn.scores.*\[6\] is -Infinity/)
    expect(() => validateTrace({ ...damaged(() => {}), cache: 'full' } as TraceData)).toThrow(/scores.* is -Infinity/)
    expect(decodeTrace(encodeTrace(trace)).interventions).toEqual(trace.interventions)
  })

  it('takes a weight that an intervention set, and arrays of another window', () => {
    const interventions = intervene([{ tensor: 'blocks.0.attn.pattern', positions: [1], keys: [0], set: 3 }])
    const trace = runForward(model, [1, 2, 3], { interventions })
    expect(() => validateTrace(trace)).not.toThrow()
    expect(() => validateTrace({ ...trace, interventions: [] })).toThrow(/pattern.*is 3, no share/)
    const { Float32Array: Foreign } = runInNewContext('({ Float32Array })')
    const embed = trace.tensor('embed')
    const foreign = { ...embed, data: new Foreign(embed.data) }
    expect(foreign.data instanceof Float32Array).toBe(false)
    expect(() => validateTrace({ ...trace, tensors: { ...trace.tensors, embed: foreign } })).not.toThrow()
  })

  it('takes traces from before keys and values had an axis of their own', () => {
    const trace = structuredClone(generate(model, [1, 2], { maxNewTokens: 2, distributions: false }))
    for (const name of ['blocks.0.attn.k', 'blocks.1.attn.v'])
      (trace.tensors[name] as { axes: unknown }).axes = ['position', 'head', 'd_head']
    expect(() => validateTrace(trace)).not.toThrow()
  })
})

describe('decodeTrace', () => {
  it('fills in what the config of an older trace does not say', () => {
    const trace = generate(model, [1, 2], { maxNewTokens: 2 })
    const { normEps, attentionWindow, positions, nKVHeads, norm, rotaryBase, ...older } = trace.config
    const config = { ...older, layerNormEps: 0.01 } as unknown as typeof trace.config
    const decoded = decodeTrace(encodeTrace({ ...trace, config })) as GenerationTrace
    expect(decoded.config).toEqual({ ...trace.config, normEps: 0.01 })
    expect(decoded.cacheAt(1)).toEqual(trace.cacheAt(1))
    expect(cacheActivity(decoded, 1)).toEqual(cacheActivity(trace, 1))
  })
})

describe('selectTensors', () => {
  it('keeps what a quantised cache stored of the named tensors alone', () => {
    const trace = generate(model, [1, 2], { maxNewTokens: 2, cache: quantised({ bits: 8 }) })
    const names = ['blocks.0.attn.k', 'blocks.0.attn.v', 'logits']
    expect(Object.keys(selectTensors(trace, names).stored ?? {})).toEqual(names.slice(0, 2))
    const all = selectTensors(trace, ['blocks.*.attn.v'])
    expect(Object.keys(all.stored ?? {})).toEqual(['blocks.0.attn.v', 'blocks.1.attn.v'])
  })
})
