import { describe, expect, it } from 'vitest'
import { livelyModel } from '../testing/naive'
import { accumulateGradients } from './backward'
import type { ModelConfigInput } from './config'
import { createWorkspace } from './workspace'

const base: ModelConfigInput = { nLayers: 2, nHeads: 2, dModel: 6, dHead: 4, dMlp: 10, nCtx: 7, dVocab: 5 }
const variants: Record<string, Partial<ModelConfigInput>> = {
  'tied, biases, tanh': {},
  'untied, no biases, erf': { tied: false, bias: false, activation: 'gelu_erf' },
  'tied, no biases, erf': { bias: false, activation: 'gelu_erf' },
  'untied, biases, tanh, one head': { tied: false, nHeads: 1, nLayers: 1 },
}
const tokens = [3, 1, 4, 1, 0, 2]
const targets = [1, -1, 1, 0, 2, 4]

describe.each(Object.entries(variants))('gradients of a whole model (%s)', (_, variant) => {
  const model = livelyModel({ ...base, ...variant })
  const workspace = createWorkspace(model, 7)
  const scratch = new Float64Array(model.params.length)
  const lossAt = () => accumulateGradients(model, workspace, tokens, targets, scratch, 1).loss

  it('are those of finite differences, at every parameter', () => {
    const scale = 0.2
    const grads = new Float64Array(model.params.length)
    accumulateGradients(model, workspace, tokens, targets, grads, scale)
    const eps = 1e-5
    let worst = 0
    for (let i = 0; i < grads.length; i++) {
      const at = model.params[i] as number
      model.params[i] = at + eps
      const up = lossAt()
      model.params[i] = at - eps
      const down = lossAt()
      model.params[i] = at
      const numeric = (scale * (up - down)) / (2 * eps)
      const analytic = grads[i] as number
      worst = Math.max(worst, Math.abs(numeric - analytic) / Math.max(1e-3, Math.abs(numeric) + Math.abs(analytic)))
    }
    expect(worst).toBeLessThan(1e-6)
  }, 60_000)

  it('accumulate, and do not depend on the size or the past of the workspace', () => {
    const once = new Float64Array(model.params.length)
    accumulateGradients(model, createWorkspace(model, tokens.length), tokens, targets, once, 1)
    const twice = new Float64Array(model.params.length)
    accumulateGradients(model, workspace, [0, 0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1, 1], scratch, 1)
    const first = accumulateGradients(model, workspace, tokens, targets, twice, 1)
    accumulateGradients(model, workspace, tokens, targets, twice, 1)
    expect(first.count).toBe(5)
    for (let i = 0; i < once.length; i++) expect(twice[i]).toBeCloseTo(2 * (once[i] as number), 10)
  })
})
