import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../tensor/random'
import { anyConfig, anyTokens } from '../testing/arbitrary'
import { livelyModel } from '../testing/naive'
import { SETTINGS } from '../testing/settings'
import { accumulateGradients } from './backward'
import { createWorkspace } from './workspace'

const tokens = [3, 1, 3, 1, 0, 2]
const targets = [1, -1, 1, 0, 2, 3]

describe.each(SETTINGS)('gradients of a whole model (%s)', (_, config) => {
  const model = livelyModel(config)
  const workspace = createWorkspace(model, 6)
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
  })

  it('accumulate, and do not depend on the size or the past of the workspace', () => {
    const once = new Float64Array(model.params.length)
    const five = [tokens.slice(0, 5), targets.slice(0, 5)] as const
    accumulateGradients(model, createWorkspace(model, 5), ...five, once, 1)
    const twice = new Float64Array(model.params.length)
    accumulateGradients(model, workspace, [0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1], scratch, 1)
    const first = accumulateGradients(model, workspace, ...five, twice, 1)
    accumulateGradients(model, workspace, ...five, twice, 1)
    expect(first.count).toBe(4)
    for (let i = 0; i < once.length; i++) expect(twice[i]).toBeCloseTo(2 * (once[i] as number), 10)
  })
})

const anyRun = anyConfig.chain((config) =>
  fc.record({ config: fc.constant(config), seed: fc.nat(1e6), ids: anyTokens(config.dVocab, 1, 9) }),
)

describe('gradients of a model of any config', () => {
  // Each parameter is moved along a direction of length 1 in all of its values at once. The configs are always the same
  // ones: where a ReLU is at 0, or a norm's input near it, differences say nothing, and in these none is.
  it('are those of finite differences, in random directions of every parameter', () => {
    fc.assert(
      fc.property(anyRun, ({ config, seed, ids }) => {
        const model = livelyModel({ ...config, normEps: 0.01 }, 'float64', seed)
        const goals = ids.map((id, t) => (t % 3 === 1 ? -1 : (id + t) % config.dVocab))
        const workspace = createWorkspace(model, ids.length)
        const scratch = new Float64Array(model.params.length)
        const lossAt = () => accumulateGradients(model, workspace, ids, goals, scratch, 1).loss
        const grads = new Float64Array(model.params.length)
        accumulateGradients(model, workspace, ids, goals, grads, 1)
        const random = createRandom(seed)
        const eps = 1e-5
        for (const { name, offset, size } of model.layout.entries) {
          const normals = Array.from({ length: size }, () => random.normal())
          const direction = normals.map((x) => x / Math.hypot(...normals))
          const at = model.params.slice(offset, offset + size)
          const lossWith = (by: number) => {
            for (const [i, d] of direction.entries()) model.params[offset + i] = (at[i] as number) + by * d
            return lossAt()
          }
          const numeric = (lossWith(eps) - lossWith(-eps)) / (2 * eps)
          model.params.set(at, offset)
          const analytic = direction.reduce((sum, d, i) => sum + d * (grads[offset + i] as number), 0)
          const error = Math.abs(numeric - analytic) / Math.max(1e-3, Math.abs(numeric) + Math.abs(analytic))
          expect(error, `${name}: ${analytic}, by differences ${numeric}`).toBeLessThan(1e-6)
        }
      }),
      { numRuns: 200, seed: 1 },
    )
  })
})
