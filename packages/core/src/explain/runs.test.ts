import { describe, expect, it } from 'vitest'
import { prefixCache, quantised, slidingWindow } from '../cache'
import type { CachePolicy } from '../cache/policy'
import { generate } from '../inference/generate'
import { runForward } from '../inference/runForward'
import { intervene } from '../intervene'
import { expectToAddUp, indicesOf, sourcesOf, sumOfTerms, tensorsOf } from '../testing/cells'
import { livelyModel } from '../testing/naive'
import { SETTINGS } from '../testing/settings'
import { explain } from './index'

const model = livelyModel(SETTINGS[0]![1], 'float32')
const llama = livelyModel(SETTINGS[3]![1], 'float32')

describe('under a cache', () => {
  it('says of each score whether its key is later, before the window, or held no longer', () => {
    const narrow = livelyModel({ ...SETTINGS[0]![1], attentionWindow: 3 }, 'float32')
    const trace = generate(narrow, [3, 1, 2], { maxNewTokens: 4, cache: slidingWindow({ window: 2 }) })
    const row = (query: number) =>
      [0, 1, 2, 3, 4, 5].map((key) => explain(trace, 'blocks.1.attn.scores', [0, query, key]).operation)
    const late = 'causalMask'
    // The prompt sees itself in full; a decoded token what its cache holds then.
    expect(row(2)).toEqual(['scores', 'scores', 'scores', late, late, late])
    expect(row(3)).toEqual(['windowMask', 'evicted', 'scores', 'scores', late, late])
    expect(row(5)).toEqual(['windowMask', 'windowMask', 'windowMask', 'evicted', 'scores', 'scores'])
    expect(explain(trace, 'blocks.1.attn.pattern', [0, 3, 1])).toMatchObject({
      value: 0,
      operation: 'evicted',
      terms: [],
    })
    expect(sourcesOf(explain(trace, 'blocks.1.attn.z', [3, 0, 0])).map(({ index }) => index)).toEqual([
      [0, 3, 2],
      [2, 0, 0],
      [0, 3, 3],
      [3, 0, 0],
    ])
  })

  it.each([8, 4] as const)('finds the code of %d bits that was kept, and reads what it decodes to', (bits) => {
    for (const symmetric of [true, false]) {
      const trace = generate(llama, [3, 1, 2], { maxNewTokens: 3, cache: quantised({ bits, symmetric }) })
      const tensors = tensorsOf(trace, llama)
      for (const name of ['stored.blocks.0.attn.rot_k', 'stored.blocks.0.attn.v'])
        for (const index of indicesOf([5, 2, 4])) {
          const { terms, steps, operation } = expectToAddUp(trace, tensors, name, index)
          const code = steps.find((step) => step.name === 'code')
          expect(operation).toBe('quantised')
          expect(terms).toHaveLength(symmetric ? 1 : 2)
          expect(Math.abs(code?.value ?? Number.NaN)).toBeLessThan(2 ** (symmetric ? bits - 1 : bits))
          expect(code?.value).toBe(Math.round(code?.value ?? Number.NaN))
          expect(code?.of[0]).toMatchObject({ name: name.replace('stored.', ''), index })
        }
      const [first] = explain(trace, 'blocks.0.attn.scores', [0, 4, 2]).terms
      expect(first?.factors.map(({ name }) => name)).toEqual([
        'blocks.0.attn.rot_q',
        'stored.blocks.0.attn.rot_k',
        null,
      ])
    }
  })

  it('says of rows that another request computed that they are shared', () => {
    const cache = prefixCache({ blockSize: 2, capacity: 20 })
    generate(model, [1, 2, 3, 1], { cache, maxNewTokens: 1 })
    const trace = generate(model, [1, 2, 3, 1], { cache, maxNewTokens: 2 })
    expect(trace.steps[0]?.from).toBe(2)
    const taken = explain(trace, 'blocks.1.attn.v', [1, 0, 0])
    expect(taken).toMatchObject({ operation: 'shared', terms: [], value: trace.tensor('blocks.1.attn.v').data[6] })
    expect(taken.missing).toBeUndefined()
    for (const name of ['embed', 'blocks.0.mlp.post', 'logits'])
      expect(explain(trace, name, [1, 0])).toMatchObject({ operation: 'shared', missing: true, value: Number.NaN })
    expect(explain(trace, 'blocks.0.attn.scores', [0, 1, 0])).toMatchObject({ operation: 'shared', missing: true })
    const tensors = tensorsOf(trace, model)
    for (const index of [
      [0, 2, 1],
      [1, 4, 0],
    ])
      expectToAddUp(trace, tensors, 'blocks.1.attn.scores', index)
    expectToAddUp(trace, tensors, 'blocks.1.attn.z', [2, 0, 0])
  })

  it('does not invent how a policy of one’s own stores K and V', () => {
    const own: CachePolicy = { ...quantised({ bits: 4 }), settings: { policy: 'mine' } }
    const trace = generate(model, [1, 2, 3], { cache: own, maxNewTokens: 2 })
    expect(explain(trace, 'stored.blocks.0.attn.k', [1, 0, 0])).toMatchObject({ operation: 'held', terms: [] })
    expectToAddUp(trace, tensorsOf(trace, model), 'blocks.0.attn.scores', [0, 3, 1])
  })

  it('misses what a later pass computed anew and nobody recorded', () => {
    const trace = generate(model, [1, 2, 3], { cache: 'none', maxNewTokens: 3, fault: 'no-causal-mask' })
    const [first] = explain(trace, 'blocks.1.attn.scores', [0, 4, 1]).terms
    expect(first).toMatchObject({ value: Number.NaN })
    expect(first?.factors[1]).toEqual({ name: null, step: 'recomputed', value: Number.NaN, missing: true })
    for (const [name, index] of [
      ['blocks.1.attn.scores', [0, 4, 4]],
      ['blocks.1.attn.scores', [0, 1, 2]],
      ['blocks.0.attn.scores', [0, 4, 1]],
    ] as const)
      expectToAddUp(trace, tensorsOf(trace, model), name, index)
  })
})

describe('after an intervention', () => {
  const tokens = [3, 1, 2, 0, 1]
  const clean = runForward(model, tokens)
  const changed = (...list: Parameters<typeof intervene>[0]) =>
    runForward(model, tokens, { interventions: intervene(list) })

  it('says what had been computed, and what was made of it', () => {
    const trace = changed({ tensor: 'blocks.0.attn.z', head: 1, positions: [2], scale: 0.5 })
    const one = explain(trace, 'blocks.0.attn.z', [2, 1, 0])
    const computed = clean.tensor('blocks.0.attn.z').data[15]
    expect(one).toMatchObject({ operation: 'intervened', interventions: [0], value: (computed ?? 0) / 2 })
    expect(one.computed).toMatchObject({ operation: 'weightedValues', name: 'blocks.0.attn.z', index: [2, 1, 0] })
    expect(one.computed?.value).toBeCloseTo(computed as number, 6)
    expect(one.terms[0]?.factors).toEqual([
      { name: null, step: 'computed', value: one.computed?.value },
      { name: null, step: 'factor', value: 0.5 },
    ])
    for (const index of [
      [2, 0, 0],
      [1, 1, 0],
    ])
      expect(explain(trace, 'blocks.0.attn.z', index)).not.toHaveProperty('computed')
  })

  it('tells ablation, setting and patching apart, in the order in which they came', () => {
    const from = runForward(model, [0, 0, 2])
    const trace = changed(
      { tensor: 'blocks.0.mlp.post', scale: 0, positions: [0] },
      { tensor: 'blocks.0.mlp.post', set: [1, 2, 3, 4, 5], positions: [1] },
      { tensor: 'blocks.0.mlp.post', from, positions: [2], fromPositions: [1] },
      { tensor: 'blocks.0.mlp.post', scale: 3, positions: [1, 2] },
    )
    const at = (t: number) => explain(trace, 'blocks.0.mlp.post', [t, 3])
    const factors = (t: number) => at(t).terms[0]?.factors.map((factor) => factor.name ?? factor.step)
    expect(factors(0)).toEqual(['computed', 'factor'])
    expect(at(0)).toMatchObject({ value: 0, interventions: [0] })
    expect(factors(1)).toEqual(['set', 'factor'])
    expect(at(1)).toMatchObject({ value: 12, interventions: [1, 3] })
    expect(factors(2)).toEqual(['taken', 'factor'])
    expect(at(2).terms[0]?.factors[0]?.value).toBeCloseTo(from.tensor('blocks.0.mlp.post').data[8] as number, 6)
    expect(at(3).operation).toBe('gelu_tanh')
  })

  it('finds a number among those that heads, positions or keys were set to one by one', () => {
    const values = [1, 2, 3, 4, 5, 6]
    const trace = changed(
      { tensor: 'blocks.0.attn.q', head: [1, 0], positions: [3, 1], set: values },
      { tensor: 'blocks.0.attn.scores', positions: [3], keys: [2, 0], set: [0.5, 0.25] },
      { tensor: 'blocks.1.attn.scores', positions: [2], set: [3, 2, 1] },
    )
    const at = (name: string, index: readonly number[]) => explain(trace, `blocks.${name}`, index).value
    expect([0, 1, 2].map((i) => at('0.attn.q', [1, 0, i]))).toEqual([4, 5, 6])
    expect([0, 1, 2].map((i) => at('0.attn.q', [3, 1, i]))).toEqual([1, 2, 3])
    expect([0, 2].map((key) => at('0.attn.scores', [1, 3, key]))).toEqual([0.25, 0.5])
    expect([0, 1, 2].map((key) => at('1.attn.scores', [1, 2, key]))).toEqual([3, 2, 1])
    expect(explain(trace, 'blocks.0.attn.q', [2, 0, 0]).operation).toBe('linear')
    expect(explain(trace, 'blocks.0.attn.scores', [0, 3, 1]).operation).toBe('scores')
  })

  it('leaves masked cells as they were, and those that were cut off', () => {
    const trace = changed(
      { tensor: 'blocks.0.attn.scores', keys: [1], positions: [3], set: -Infinity },
      { tensor: 'blocks.0.attn.scores', scale: 2 },
      { tensor: 'blocks.0.attn.pattern', set: 0.25 },
    )
    const cut = explain(trace, 'blocks.0.attn.scores', [0, 3, 1])
    expect(cut).toMatchObject({ value: -Infinity, operation: 'intervened', interventions: [0] })
    expect(cut.computed?.value).toBeCloseTo(clean.tensor('blocks.0.attn.scores').data[16] as number, 6)
    expect(explain(trace, 'blocks.0.attn.scores', [0, 3, 2])).toMatchObject({ interventions: [1] })
    expect(explain(trace, 'blocks.0.attn.scores', [0, 3, 4])).toMatchObject({ operation: 'causalMask' })
    expect(explain(trace, 'blocks.0.attn.pattern', [0, 3, 1])).toMatchObject({ operation: 'softmax', value: 0 })
    expect(explain(trace, 'blocks.0.attn.pattern', [0, 3, 2])).toMatchObject({ operation: 'intervened', value: 0.25 })
  })

  it('knows of a score that was taken whether it was cut off there, and what was done to it since', () => {
    const from = runForward(model, tokens, {
      interventions: intervene([{ tensor: 'blocks.0.attn.scores', positions: [3], keys: [1], set: -Infinity }]),
    })
    const scores = { tensor: 'blocks.0.attn.scores', positions: [3] }
    const trace = changed({ ...scores, from }, { ...scores, scale: 2 }, { ...scores, keys: [2], set: 1 })
    const one = (key: number) => explain(trace, 'blocks.0.attn.scores', [0, 3, key])
    const kinds = (key: number) => one(key).terms[0]?.factors.map((factor) => factor.name ?? factor.step)
    expect(kinds(0)).toEqual(['taken', 'factor'])
    expect(one(0).terms[0]?.factors[0]?.value).toBeCloseTo(from.tensor('blocks.0.attn.scores').data[15] as number, 5)
    expect(kinds(1)).toEqual(['taken'])
    expect(one(1)).toMatchObject({ value: -Infinity, interventions: [0] })
    expect(kinds(2)).toEqual(['set'])
    expect(one(2).interventions).toEqual([0, 1, 2])
  })

  it('adds up everywhere, whatever was changed', () => {
    const trace = changed(
      { tensor: 'embed', positions: [1], set: 0.5 },
      { tensor: 'blocks.0.attn.k', head: [1], scale: -1 },
      { tensor: 'blocks.1.attn.scores', keys: [2, 0], positions: [4, 2], set: [0.5, 1] },
      { tensor: 'blocks.1.attn.pattern', head: 0, from: clean },
      { tensor: 'logits', positions: [4], scale: 2 },
    )
    const tensors = tensorsOf(trace, model)
    for (const [name, { shape }] of tensorsOf(trace))
      for (const index of indicesOf(shape)) {
        const { computed, operation } = expectToAddUp(trace, tensors, name, index)
        expect(computed !== undefined, `${name} ${index}`).toBe(operation === 'intervened')
        if (computed) expect(Math.abs(sumOfTerms(computed) - computed.value)).toBeLessThanOrEqual(computed.bound)
      }
  })
})
