import { describe, expect, it } from 'vitest'
import { livelyModel, naiveLoss } from '../testing/naive'
import type { ModelConfigInput } from './config'
import { runBackward } from './runBackward'

const base: ModelConfigInput = { nLayers: 2, nHeads: 2, dModel: 6, dHead: 3, dMlp: 5, nCtx: 6, dVocab: 4 }
const tokens = [3, 1, 0, 1]
const targets = [1, -1, 1, 2]

describe.each<[string, Partial<ModelConfigInput>]>([
  ['tied, biases, tanh', {}],
  ['one layer, untied, no biases, erf', { nLayers: 1, tied: false, bias: false, activation: 'gelu_erf' }],
  ['one layer, one head, wide head', { nLayers: 1, nHeads: 1, dHead: 7 }],
])('a backward trace (%s)', (_, variant) => {
  const model = livelyModel({ ...base, ...variant })
  const trace = runBackward(model, tokens, targets)
  const names = Object.keys(trace.tensors)

  it('has every activation as a second, naive implementation has it', () => {
    const seen: string[] = []
    const loss = naiveLoss(model, tokens, targets, (name, values) => {
      seen.push(name)
      const { data } = trace.tensor(name)
      expect(data.length).toBe(values.length)
      for (const [i, value] of values.entries())
        if (value === -Infinity) expect(data[i]).toBe(-Infinity)
        else expect(Math.abs((data[i] as number) - value)).toBeLessThan(1e-11 * Math.max(1, Math.abs(value)))
      return values
    })
    expect(seen).toEqual(names)
    expect(trace.loss).toBeCloseTo(loss / 3, 12)
  })

  it('has the gradient of the mean loss at every activation, by finite differences', () => {
    const eps = 1e-5
    for (const name of names) {
      const grad = trace.grad(name)
      expect(grad.shape).toEqual(trace.tensor(name).shape)
      const lossWith = (index: number, by: number) =>
        naiveLoss(model, tokens, targets, (at, values) =>
          at === name ? values.map((value, i) => (i === index ? value + by : value)) : values,
        ) / 3
      for (const [i, analytic] of grad.data.entries()) {
        const numeric = (lossWith(i, eps) - lossWith(i, -eps)) / (2 * eps)
        const error = Math.abs(numeric - analytic) / Math.max(1e-3, Math.abs(numeric) + Math.abs(analytic))
        expect(error, `${name}[${i}]: ${analytic}, by differences ${numeric}`).toBeLessThan(1e-6)
      }
    }
  }, 60_000)
})
