import { describe, expect, it } from 'vitest'
import { generate } from '../inference/generate'
import { runForward } from '../inference/runForward'
import { createModel } from '../model/model'
import { sumOfTerms } from '../testing/cells'
import { livelyModel } from '../testing/naive'
import { SETTINGS } from '../testing/settings'
import { decodeTrace, encodeTrace, selectTensors } from '../trace'
import { reviveTrace, type TraceData } from '../trace/make'
import type { ForwardTrace } from '../trace/types'
import { createAdamW } from '../training/adamw'
import { runBackward } from '../training/runBackward'
import { explain } from './index'

const config = SETTINGS[0]![1]
const model = livelyModel(config, 'float32')
const tokens = [3, 1, 2, 0]
const trace = runForward(model, tokens)
const clone = reviveTrace(structuredClone(trace) as TraceData<ForwardTrace>)

describe('what a trace does not hold', () => {
  it('is missing where it was not selected, as is every term with it, and not invented', () => {
    const some = runForward(model, tokens, { select: ['blocks.0.attn.pattern', 'blocks.0.attn.q'] })
    const z = explain(some, 'blocks.0.attn.z', [2, 0, 1])
    expect(z).toMatchObject({ value: Number.NaN, missing: true, operation: 'weightedValues' })
    expect(z.terms).toHaveLength(3)
    for (const { value, factors } of z.terms) {
      expect(value).toBeNaN()
      expect(factors[0]).not.toHaveProperty('missing')
      expect(factors[1]).toMatchObject({ name: 'blocks.0.attn.v', missing: true, value: Number.NaN })
    }
    // It is there itself, and so are its weights.
    const q = explain(some, 'blocks.0.attn.q', [2, 0, 1])
    expect(q).not.toHaveProperty('missing')
    expect(q.terms[0]?.factors[0]).toMatchObject({ name: 'blocks.0.attn.b_Q' })
    expect(q.terms[0]).not.toHaveProperty('missing')
    const { steps } = explain(some, 'blocks.0.ln1.normalized', [0, 0])
    expect(steps.map(({ value }) => value)).toEqual(steps.map(() => Number.NaN))
  })

  it('is missing of gradients that were not selected too', () => {
    const some = selectTensors(runBackward(model, tokens), ['logits', 'blocks.1.resid_post'])
    expect(explain(some, 'grad.logits', [0, 0])).not.toHaveProperty('missing')
    const { terms } = explain(some, 'grad.blocks.1.resid_post', [0, 0])
    expect(terms[0]?.factors[0]).toMatchObject({ name: 'grad.ln_final.normalized', missing: true })
  })

  it('is the parameters, where no model is known', () => {
    for (const other of [clone, decodeTrace(encodeTrace(trace)) as ForwardTrace]) {
      const { value, terms } = explain(other, 'blocks.0.attn.q', [1, 0, 0])
      expect(value).toBe(trace.tensor('blocks.0.attn.q').data[6])
      expect(terms[1]?.factors[0]).not.toHaveProperty('missing')
      expect(terms[1]?.factors[1]).toMatchObject({ name: 'blocks.0.attn.W_Q', value: Number.NaN, missing: true })
      expect(explain(other, 'embed.W_E', [0, 0])).toMatchObject({ missing: true, operation: 'parameter', terms: [] })
      expect(explain(other, 'blocks.0.attn.scores', [0, 1, 1]).terms[0]?.value).not.toBeNaN()
    }
  })

  it('is given by a model of the same weights', () => {
    const given = { model }
    expect(explain(clone, 'blocks.0.attn.q', [1, 0, 0], given)).toEqual(explain(trace, 'blocks.0.attn.q', [1, 0, 0]))
    const other = createModel({ ...config, normEps: 0.01 })
    expect(() => explain(clone, 'logits', [0, 0], { model: other })).toThrow(
      expect.objectContaining({ code: 'bad-option', message: expect.stringMatching(/its normEps is another/) }),
    )
  })

  it('is remembered beside the plain data of the trace, and in no copy of it', () => {
    expect(Object.keys(trace)).not.toContain('model')
    const [origin] = Object.getOwnPropertySymbols(trace)
    expect(origin && Object.getOwnPropertyDescriptor(trace, origin)).toMatchObject({ value: model, enumerable: false })
    expect(Object.getOwnPropertySymbols({ ...trace })).toEqual([])
    expect(Object.getOwnPropertySymbols(structuredClone(trace))).toEqual([])
    expect(explain(selectTensors(trace, ['embed']), 'embed', [0, 0])).not.toHaveProperty('missing')
    expect(explain(selectTensors(trace, ['embed']), 'embed', [0, 0]).terms[0]?.value).not.toBeNaN()
  })
})

describe('a trace of made-up numbers', () => {
  it('is refused where they do not follow from one another, and said to be one', () => {
    const { data, ...pattern } = trace.tensor('blocks.0.attn.pattern')
    const tensors = { ...trace.tensors, [pattern.name]: { ...pattern, data: data.map((value) => value / 2) } }
    const made = reviveTrace({ ...trace, tensors, provenance: { kind: 'illustrative' } })
    expect(() => explain(made, 'blocks.0.attn.z', [1, 0, 0])).toThrow(
      expect.objectContaining({ code: 'bad-trace', message: expect.stringMatching(/its numbers are made up/) }),
    )
  })
})

describe('a model that was trained since', () => {
  it('is refused, whatever is opened that reads a parameter, and the rest opens still', () => {
    const own = livelyModel(config, 'float32')
    const before = runForward(own, tokens)
    createAdamW(own, { learningRate: 1e-4 }).step(own.params.map((_, i) => Math.sin(i)))
    for (const [name, index] of [
      ['embed', [0, 0]],
      ['blocks.0.attn.q', [1, 0, 0]],
      ['blocks.1.ln2.normalized', [0, 0]],
      ['logits', [3, 1]],
    ] as const)
      expect(() => explain(before, name, index), name).toThrow(
        expect.objectContaining({ code: 'bad-trace', message: expect.stringMatching(/if it was trained since/) }),
      )
    const { terms, value } = explain(before, 'blocks.0.attn.scores', [0, 2, 1])
    expect(sumOfTerms({ terms })).toBeCloseTo(value, 5)
    // A run over the same trace is of the model as it is now.
    expect(runForward(own, tokens, { into: before })).toBe(before)
    expect(explain(before, 'logits', [3, 1]).terms).toHaveLength(6)
  })
})

describe('what is no number of a trace', () => {
  it('is the place of a last token that was not read again', () => {
    const generation = generate(model, [1, 2], { maxNewTokens: 2 })
    expect(explain(generation, 'embed', [2, 0]).terms).toHaveLength(1)
    expect(() => explain(generation, 'embed', [3, 0])).toThrow(expect.objectContaining({ code: 'out-of-range' }))
  })

  it.each([
    ['blocks.2.attn.q', [0, 0, 0], 'unknown-tensor'],
    ['blocks.2.attn.scores', [0, 0, 0], 'unknown-tensor'],
    ['blocks.l.attn.q', [0, 0, 0], 'unknown-tensor'],
    ['blocks.00.attn.q', [0, 0, 0], 'unknown-tensor'],
    ['blocks.0.attn.rot_q', [0, 0, 0], 'unknown-tensor'],
    ['unembed.W_U', [0, 0], 'unknown-tensor'],
    ['grad.logits', [0, 0], 'unknown-tensor'],
    ['grad.embed.W_E', [0, 0], 'unknown-tensor'],
    ['stored.embed.W_E', [0, 0], 'unknown-tensor'],
    ['stored.blocks.0.attn.k', [0, 0, 0], 'unknown-tensor'],
    ['losses', [0], 'unknown-tensor'],
    ['', [], 'unknown-tensor'],
    ['logits', [4, 0], 'out-of-range'],
    ['logits', [0, -1], 'out-of-range'],
    ['logits', [0, 0.5], 'out-of-range'],
    ['logits', [0], 'bad-option'],
    ['logits', [0, 0, 0], 'bad-option'],
  ] as const)('is refused: %s at %j, %s', (name, index, code) => {
    expect(() => explain(trace, name, index)).toThrow(expect.objectContaining({ code }))
  })
})
