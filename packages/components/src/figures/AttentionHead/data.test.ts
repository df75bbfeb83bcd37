import { createModel, generate, runForward } from '@glassformer/core'
import { prefixCache, quantised } from '@glassformer/core/cache'
import { intervene } from '@glassformer/core/intervene'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { someTokens } from '../../testing/words'
import { cellOf, type LayerData, readLayer, readsOf, valueBoundOf } from './data'
import { sharpModel } from './sharp.fixture'
import { linesOf, outputSum } from './sum'

const config = { nLayers: 1, nHeads: 2, dModel: 16 }

describe('reads', () => {
  it('are the row of the pattern, largest first, and add up to one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 12 }), fc.nat(1), (seed, count, head) => {
        const trace = runForward(sharpModel({ ...config, seed }), someTokens(count))
        const data = readLayer(trace, 0)
        const query = count - 1
        const reads = readsOf(data, head, query)
        const row = trace
          .tensor('blocks.0.attn.pattern')
          .data.slice((head * count + query) * count, (head * count + query + 1) * count)
        expect(reads.map(({ weight }) => weight)).toEqual([...row].sort((a, b) => b - a))
        expect(reads[0]?.key).toBe(row.indexOf(Math.max(...row)))
        expect(reads.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 5)
      }),
      { numRuns: 30 },
    )
  })
})

describe('weighted sum', () => {
  it('adds up to the output that the model computed, in every position, and stays on its scale', () => {
    const trace = runForward(sharpModel(), someTokens(9))
    const data = readLayer(trace, 1)
    for (let head = 0; head < 4; head++)
      for (let query = 0; query < 9; query++) {
        const sum = outputSum(data, head, query)
        if (!sum) throw new Error('no sum')
        const lines = [...sum.terms, ...(sum.rest ? [sum.rest] : [])]
        expect(lines.reduce((total, { weight }) => total + weight, 0)).toBeCloseTo(1, 5)
        for (const [i, value] of sum.z.entries()) {
          expect(lines.reduce((total, { product }) => total + (product[i] as number), 0)).toBeCloseTo(value, 4)
          expect(Math.abs(value)).toBeLessThanOrEqual(valueBoundOf(data, head))
        }
      }
  })

  it('shows three terms and the rest in one, but never a rest of one', () => {
    const data = readLayer(runForward(sharpModel(), someTokens(6)), 0)
    expect(outputSum(data, 0, 3)).toMatchObject({ terms: { length: 4 }, rest: null })
    expect(outputSum(data, 0, 4)).toMatchObject({ terms: { length: 3 }, rest: { count: 2 } })
  })

  it('is the value of the one key at the first position', () => {
    const trace = runForward(sharpModel(), someTokens(3))
    const v = trace.tensor('blocks.1.attn.v')
    const width = v.shape[2] as number
    const sum = outputSum(readLayer(trace, 1), 2, 0)
    expect([...(sum?.terms[0]?.product ?? [])]).toEqual([...v.data.slice(2 * width, 3 * width)])
  })
})

describe('a run that was not left to itself', () => {
  /** Every term of every sum, added up again, against what the model computed. */
  function expectSums(data: LayerData, queries: readonly number[]) {
    for (let head = 0; head < data.config.nHeads; head++)
      for (const query of queries) {
        const sum = outputSum(data, head, query)
        if (!sum) throw new Error('no sum')
        for (const [i, value] of sum.z.entries())
          expect(linesOf(sum).reduce((total, { product }) => total + (product[i] as number), 0)).toBeCloseTo(value, 4)
      }
  }
  const all = (n: number) => Array.from({ length: n }, (_, i) => i)

  it('reads later keys without a mask, and the sum is whole', () => {
    const data = readLayer(runForward(sharpModel(), someTokens(7), { fault: 'no-causal-mask' }), 1)
    expect(
      readsOf(data, 0, 2)
        .map(({ key }) => key)
        .sort(),
    ).toEqual(all(7))
    expectSums(data, all(7))
    for (const query of all(7))
      expect(readsOf(data, 3, query).reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 5)
  })

  it('reads to the end of its own pass and no further', () => {
    const trace = generate(sharpModel(), someTokens(4), { maxNewTokens: 3, fault: 'no-causal-mask' })
    const data = readLayer(trace, 0)
    expect(all(6).map((query) => readsOf(data, 0, query).length)).toEqual([4, 4, 4, 4, 5, 6])
    expectSums(data, all(6))
  })

  it('leaves out what is outside of the window, and the sum is whole', () => {
    const model = createModel({ nLayers: 1, nHeads: 2, dModel: 16, nCtx: 12, dVocab: 16, attentionWindow: 3 })
    const data = readLayer(runForward(model, someTokens(8)), 0)
    expect(
      readsOf(data, 1, 6)
        .map(({ key }) => key)
        .sort(),
    ).toEqual([4, 5, 6])
    expectSums(data, all(8))
  })

  it('says what an intervention made of the output, so that the sum is whole again', () => {
    const interventions = intervene([{ tensor: 'blocks.1.attn.z', positions: [2, 4], head: 1, scale: 0 }])
    const data = readLayer(runForward(sharpModel(), someTokens(6), { interventions }), 1)
    const changed = (head: number) => all(6).filter((query) => outputSum(data, head, query)?.changed)
    expect([changed(0), changed(1)]).toEqual([[], [2, 4]])
    expect([...(outputSum(data, 1, 4)?.z ?? [])].every((value) => value === 0)).toBe(true)
    expectSums(data, all(6))
  })

  it('takes the values that a quantised cache gave back', () => {
    const trace = generate(sharpModel(), someTokens(5), { maxNewTokens: 3, cache: quantised({ bits: 4 }) })
    const data = readLayer(trace, 0)
    expect(data.v?.data).not.toEqual(trace.tensor('blocks.0.attn.v').data)
    expectSums(data, all(7))
  })

  it('has no sum for a position that a shared cache held already', () => {
    const cache = prefixCache({ blockSize: 2, capacity: 8 })
    const model = sharpModel()
    generate(model, someTokens(4), { maxNewTokens: 2, cache })
    const trace = generate(model, someTokens(6), { maxNewTokens: 2, cache })
    expect(trace.steps[0]?.from).toBe(4)
    const data = readLayer(trace, 0)
    expect([outputSum(data, 0, 3), readsOf(data, 0, 3)]).toEqual([null, []])
    expectSums(data, [4, 5, 6])
  })
})

describe('readLayer', () => {
  it('says which tensor is missing', () => {
    const trace = runForward(sharpModel(), someTokens(3))
    const { 'blocks.1.attn.pattern': _, ...tensors } = trace.tensors
    expect(() => readLayer({ ...trace, tensors }, 1)).toThrow('blocks.1.attn.pattern')
  })

  it('reads a cell by head, query and key', () => {
    const trace = runForward(sharpModel(), someTokens(5))
    const { data } = trace.tensor('blocks.0.attn.pattern')
    expect(cellOf(readLayer(trace, 0).pattern, 3, 4, 2)).toBe(data[3 * 25 + 4 * 5 + 2])
  })
})
