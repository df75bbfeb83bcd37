import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kernelsFor, takeFloats } from '../kernels/arena'
import { anyConfig, anyTokens } from '../testing/arbitrary'
import { expectNear } from '../testing/models'
import { livelyModel } from '../testing/naive'
import { accumulateBatch, accumulateGradients } from './backward'
import type { Model } from './model'
import { createWorkspace, releaseWorkspace } from './workspace'

const zeros = ({ params }: Model) => takeFloats(params, params.length)

const anyBatch = anyConfig.chain((config) =>
  fc.record({
    config: fc.constant(config),
    seed: fc.nat(1e6),
    sequences: fc.array(anyTokens(config.dVocab, 1, 9), { minLength: 1, maxLength: 6 }),
    rows: fc.integer({ min: 9, max: 30 }),
  }),
)

describe('accumulateBatch', () => {
  it.each([
    ['float64', 'plain', 1e-12],
    ['float32', 'plain', 1e-5],
    ['float32', 'auto', 1e-5],
  ] as const)('gives the gradients of one sequence after another (%s, kernels: %s)', (precision, kernels, within) => {
    fc.assert(
      fc.property(anyBatch, ({ config, seed, sequences, rows }) => {
        const model = livelyModel({ ...config, normEps: 0.01 }, precision, seed, kernels)
        const batch = sequences.map((tokens) => ({
          tokens,
          targets: tokens.map((id, t) => (t % 3 === 1 ? -1 : (id + t) % config.dVocab)),
        }))
        const one = createWorkspace(model, 9)
        const grads = zeros(model).fill(0.5)
        let loss = 0
        for (const { tokens, targets } of batch)
          loss += accumulateGradients(model, one, tokens, targets, grads, 0.25).loss
        const many = createWorkspace(model, rows, 9)
        const together = zeros(model).fill(0.5)
        expect(accumulateBatch(model, many, batch, together, 0.25)).toBeCloseTo(loss, precision === 'float64' ? 9 : 3)
        expectNear(together, grads, 'gradient', within)
        // Another batch afterwards finds no rows of the one before.
        const again = zeros(model).fill(0.5)
        accumulateBatch(model, many, batch, again, 0.25)
        expect(again).toEqual(together)
        releaseWorkspace(one)
        releaseWorkspace(many)
      }),
      { numRuns: 60 },
    )
  })

  it('gives the same bits on the kernels, where no parameter is used twice', () => {
    const config = { nLayers: 2, nHeads: 2, dModel: 12, nCtx: 8, dVocab: 6, tied: false, positions: 'rotary' } as const
    const model = livelyModel(config, 'float32', 5)
    const batch = [
      { tokens: [1, 2, 3], targets: [2, 3, 4] },
      { tokens: [5, 0, 4, 4, 1, 2, 2], targets: [0, 4, -1, 1, 2, 2, 3] },
    ]
    const one = createWorkspace(model, 8)
    const grads = zeros(model)
    for (const { tokens, targets } of batch) accumulateGradients(model, one, tokens, targets, grads, 0.5)
    const together = zeros(model)
    accumulateBatch(model, createWorkspace(model, 20, 8), batch, together, 0.5)
    expect(kernelsFor(together, grads)).toBeDefined()
    expect(together).toEqual(grads)
  })
})
