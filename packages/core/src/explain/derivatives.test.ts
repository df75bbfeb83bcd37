import { describe, expect, it } from 'vitest'
import type { Model } from '../model/model'
import { createRandom } from '../tensor/random'
import type { Tensor } from '../tensor/tensor'
import { anyIndex, numberAt, sumOfTerms, tensorsOf } from '../testing/cells'
import { livelyModel, naiveLoss } from '../testing/naive'
import { SETTINGS } from '../testing/settings'
import { reviveTrace } from '../trace/make'
import type { BackwardTrace } from '../trace/types'
import { runBackward } from '../training/runBackward'
import { explain, type Factor, type Source, type Term } from './index'

const TOKENS = [3, 1, 2, 0, 1]
const TARGETS = [1, 2, -1, 3, 0]

const isUpstream = (factor: Factor): factor is Source => factor.name?.startsWith('grad.') ?? false

/** The terms of a gradient by the number that read it: its name and index, and the derivative by all its ways together. */
function readers(terms: readonly Term[]) {
  const found = new Map<string, { source: Source; derivative: number }>()
  for (const { factors } of terms) {
    const source = factors.find(isUpstream)
    if (!source) continue
    const rest = factors.filter((factor) => factor !== source).reduce((product, { value }) => product * value, 1)
    const key = `${source.name} ${source.index}`
    found.set(key, { source, derivative: rest + (found.get(key)?.derivative ?? 0) })
  }
  return [...found.values()]
}

/** What a number would be, if it were computed from the numbers as they stand in the trace now. */
function computedAnew(trace: BackwardTrace, model: Model, { name, index }: Source): number {
  const own = name.replace('grad.', '')
  const { [own]: _, ...tensors } = trace.tensors
  return sumOfTerms(explain(reviveTrace({ ...trace, tensors }), own, index, { model }))
}

/** The slope of a function of one number, which is put back. */
function slope(tensor: Pick<Tensor, 'shape' | 'data'>, index: readonly number[], value: () => number): number {
  const at = index.reduce((all, i, axis) => all * tensor.shape[axis]! + i, 0)
  const before = tensor.data[at]!
  const step = 1e-5
  tensor.data[at] = before + step
  const up = value()
  tensor.data[at] = before - step
  const down = value()
  tensor.data[at] = before
  return (up - down) / (2 * step)
}

const near = (got: number, expected: number) =>
  Math.abs(got - expected) / Math.max(1e-2, Math.abs(got) + Math.abs(expected))

describe('a gradient, number by number', () => {
  it.each(SETTINGS)('is what read the number, times how fast that changes with it: %s', (_, config) => {
    const model = livelyModel(config)
    const trace = runBackward(model, TOKENS, TARGETS)
    const tensors = tensorsOf(trace, model)
    const random = createRandom(4)
    let checked = 0
    for (const name of [...Object.keys(trace.tensors), ...Object.keys(trace.paramGrads)]) {
      const tensor = tensors.get(name) as Tensor
      const index = anyIndex(tensor.shape, random)
      const found = readers(explain(trace, `grad.${name}`, index).terms)
      for (let n = 0; n < Math.min(3, found.length); n++) {
        const { source, derivative } = found[random.int(found.length)] as (typeof found)[number]
        const numeric = slope(tensor, index, () => computedAnew(trace, model, source))
        expect(near(derivative, numeric), `${source.name} ${source.index} by ${name} ${index}`).toBeLessThan(1e-6)
        checked++
      }
    }
    expect(checked).toBeGreaterThan(40)
  })

  it('is 0 where ReLU is not above 0, and passes where it is', () => {
    const model = livelyModel({ ...SETTINGS[0]![1], activation: 'relu' })
    for (const name of ['W_in', 'b_in']) model.param(`blocks.1.mlp.${name}`).data.fill(0)
    model.param('blocks.1.mlp.b_in').data[1] = 1
    const trace = runBackward(model, TOKENS, TARGETS)
    const slopes = [0, 1].map((h) => explain(trace, 'grad.blocks.1.mlp.pre', [0, h]).terms[0]?.factors[1])
    expect(slopes).toEqual([
      { name: null, step: 'slope', value: 0 },
      { name: null, step: 'slope', value: 1 },
    ])
  })

  it('is all of it: what the loss does when the number changes and everything is computed anew', () => {
    for (const [what, config] of SETTINGS) {
      const model = livelyModel(config)
      const trace = runBackward(model, TOKENS, TARGETS)
      const random = createRandom(5)
      const counted = TARGETS.filter((id) => id >= 0).length
      for (const [name, { shape }] of Object.entries(trace.tensors)) {
        const index = anyIndex(shape, random)
        const at = index.reduce((all, i, axis) => all * shape[axis]! + i, 0)
        if (numberAt(trace.tensor(name), index) === -Infinity || name === 'probs') continue
        const lossAt = (step: number) =>
          naiveLoss(model, TOKENS, TARGETS, (one, values) =>
            one === name ? values.map((value, i) => (i === at ? value + step : value)) : values,
          ) / counted
        const numeric = (lossAt(1e-5) - lossAt(-1e-5)) / 2e-5
        expect(
          near(sumOfTerms(explain(trace, `grad.${name}`, index)), numeric),
          `${what}: ${name} ${index}`,
        ).toBeLessThan(1e-5)
      }
      for (const name of Object.keys(trace.paramGrads)) {
        const tensor = model.param(name)
        const index = anyIndex(tensor.shape, random)
        const numeric = slope(tensor, index, () => naiveLoss(model, TOKENS, TARGETS) / counted)
        expect(
          near(sumOfTerms(explain(trace, `grad.${name}`, index)), numeric),
          `${what}: ${name} ${index}`,
        ).toBeLessThan(1e-5)
      }
    }
  })
})
