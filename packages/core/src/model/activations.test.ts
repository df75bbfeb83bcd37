import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../tensor/random'
import { anyConfig, anyTokens } from '../testing/arbitrary'
import { livelyModel, naiveLoss } from '../testing/naive'
import { SETTINGS } from '../testing/settings'
import { runBackward } from '../training/runBackward'
import type { Model } from './model'

const tokens = [3, 1, 0, 1, 2]
const targets = [1, -1, 1, 2, 0]

/** How far an analytic derivative is from central differences of `loss`, relative to their size. */
function error(loss: (by: number) => number, analytic: number): number {
  const eps = 1e-5
  const numeric = (loss(eps) - loss(-eps)) / (2 * eps)
  return Math.abs(numeric - analytic) / Math.max(1e-3, Math.abs(numeric) + Math.abs(analytic))
}

/** Every activation of a backward trace, against the naive transformer's. */
function checkActivations(model: Model, ids: readonly number[], goals: readonly number[]): void {
  const trace = runBackward(model, ids, goals)
  const seen: string[] = []
  const loss = naiveLoss(model, ids, goals, (name, values) => {
    seen.push(name)
    const { data } = trace.tensor(name)
    expect(data.length, name).toBe(values.length)
    for (const [i, value] of values.entries())
      if (value === -Infinity) expect(data[i]).toBe(-Infinity)
      else
        expect(Math.abs((data[i] as number) - value), `${name}[${i}]`).toBeLessThan(
          1e-11 * Math.max(1, Math.abs(value)),
        )
    return values
  })
  expect(seen).toEqual(Object.keys(trace.tensors))
  expect(trace.loss).toBeCloseTo(loss / goals.filter((id) => id >= 0).length, 10)
}

describe.each(SETTINGS)('a backward trace (%s)', (_, config) => {
  const model = livelyModel(config)
  const trace = runBackward(model, tokens, targets)

  it('has every activation as a second, naive implementation has it', () => {
    checkActivations(model, tokens, targets)
  })

  it('has the gradient of the mean loss at every activation, by finite differences', () => {
    for (const [name, { data, shape }] of Object.entries(trace.grads)) {
      expect(shape).toEqual(trace.tensor(name).shape)
      for (const [i, analytic] of data.entries()) {
        const lossWith = (by: number) =>
          naiveLoss(model, tokens, targets, (at, values) =>
            at === name ? values.with(i, (values[i] as number) + by) : values,
          ) / 4
        expect(error(lossWith, analytic), `${name}[${i}]: ${analytic}`).toBeLessThan(1e-6)
      }
    }
  })
})

const anyRun = anyConfig.chain((config) =>
  fc.record({ config: fc.constant(config), seed: fc.nat(1e6), ids: anyTokens(config.dVocab, 2, 9) }),
)

describe('a backward trace of any config', () => {
  it('has every activation as a second, naive implementation has it', () => {
    fc.assert(
      fc.property(anyRun, ({ config, seed, ids }) =>
        checkActivations(livelyModel(config, 'float64', seed), ids, [...ids.slice(1), -1]),
      ),
      { numRuns: 50 },
    )
  })

  // Each tensor is moved along a direction of length 1 in all of its values at once. The configs are always the same
  // ones: where a ReLU is at 0, or a norm's input near it, differences say nothing, and in these none is.
  it('has the gradient of the mean loss at every activation, by differences in random directions', () => {
    fc.assert(
      fc.property(anyRun, ({ config, seed, ids }) => {
        const model = livelyModel({ ...config, normEps: 0.01 }, 'float64', seed)
        const goals = ids.map((id, t) => (t % 3 === 1 ? -1 : (id + t) % config.dVocab))
        const trace = runBackward(model, ids, goals)
        const random = createRandom(seed)
        for (const [name, { data }] of Object.entries(trace.grads)) {
          const normals = Array.from(data, () => random.normal())
          const direction = normals.map((x) => x / Math.hypot(...normals))
          const lossWith = (by: number) =>
            naiveLoss(model, ids, goals, (at, values) =>
              at === name ? values.map((value, i) => value + by * (direction[i] as number)) : values,
            ) / goals.filter((id) => id >= 0).length
          const analytic = direction.reduce((sum, d, i) => sum + d * (data[i] as number), 0)
          expect(error(lossWith, analytic), `${name}: ${analytic}`).toBeLessThan(1e-6)
        }
      }),
      { numRuns: 40, seed: 1 },
    )
  })
})
