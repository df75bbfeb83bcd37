import { createModel, generate } from '@glassformer/core'
import { explain } from '@glassformer/core/explain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readNumber } from '../testing/readNumber'
import { productOf } from './digits'
import { sumOf } from './sum'

const model = createModel(
  { nLayers: 2, nHeads: 3, dModel: 24, nCtx: 16, dVocab: 11, positions: 'rotary', activation: 'swiglu' },
  { seed: 4 },
)
const trace = generate(model, [1, 5, 2, 7, 3], { maxNewTokens: 3 })

const cells = fc
  .constantFrom(...Object.entries(trace.tensors))
  .chain(([name, { shape }]) =>
    fc.record({ name: fc.constant(name), index: fc.tuple(...shape.map((extent) => fc.nat(extent - 1))) }),
  )

describe('sumOf, over random cells of a run', () => {
  it('shows terms that add up to the total in the digits shown, folded and unfolded, and products that hold in theirs', () => {
    fc.assert(
      fc.property(cells, ({ name, index }) => {
        const explanation = explain(trace, name, index, { model })
        const sum = sumOf(explanation)
        if (!sum) return
        const near = (a: number, b: number) => expect(a).toBeCloseTo(b, 9)
        const named = sum.named.reduce((all, line) => all + readNumber(line.text), 0)
        near(named + (sum.others ? readNumber(sum.others.text) : 0), readNumber(sum.totalText))
        const unfolded = sum.others ? sum.unfold() : []
        near(named + unfolded.reduce((all, line) => all + readNumber(line.text), 0), readNumber(sum.totalText))
        expect(sum.named.length + unfolded.length).toBe(sum.products.length)
        for (const line of sum.named) {
          if (line.factors.length < 2 || line.adjusted) continue
          const unit = 10 ** (sum.times - (line.text.split('.')[1]?.length ?? 0))
          const off = productOf(line.factorTexts.map(readNumber)) - readNumber(line.text) * 10 ** sum.times
          if (sum.of === 'products') expect(Math.abs(off)).toBeLessThanOrEqual(unit * 0.501)
        }
        const { tail } = sum
        if (tail) {
          const total = readNumber(sum.totalText) * 10 ** sum.times
          const result = tail.share
            ? readNumber(tail.share) / total
            : tail.times.reduce((all, { text }) => all * readNumber(text), total)
          // In three digits a number is at most half a hundredth off.
          expect(Math.abs(result - readNumber(tail.value))).toBeLessThanOrEqual(5.01e-3 * Math.abs(result))
        }
        if (sum.of === 'exponentials') return
        const whole = sum.total * productOf(sum.common.map(({ value }) => value))
        expect(Math.abs(whole - explanation.value)).toBeLessThanOrEqual(explanation.bound)
      }),
      { numRuns: 400 },
    )
  })

  it('takes out what all terms are multiplied by', () => {
    const scores = sumOf(explain(trace, 'blocks.1.attn.scores', [1, 4, 2]))
    expect(scores?.common.map(({ step }) => step)).toEqual(['scale'])
    expect(scores?.products[0]?.factors.map(({ name }) => name)).toEqual(['blocks.1.attn.rot_q', 'blocks.1.attn.rot_k'])
  })

  it('has none of a masked cell, and none where a number is missing', () => {
    expect(sumOf(explain(trace, 'blocks.0.attn.scores', [0, 1, 3]))).toBeNull()
    const alone = explain(structuredClone(trace), 'blocks.0.attn.q', [1, 0, 2])
    expect(alone.terms.length).toBeGreaterThan(0)
    expect(sumOf(alone)).toBeNull()
  })
})
