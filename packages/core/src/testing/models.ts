import { expect } from 'vitest'
import type { ModelConfigInput } from '../model/config'
import { type Model, modelOf } from '../model/model'
import { parameterLayout } from '../model/parameters'
import type { Floats } from '../tensor/tensor'
import { livelyModel } from './naive'

/** A float64 model of another config, with the parameters that `from` gives, by name. */
export function withParams(config: ModelConfigInput, from: (name: string) => ArrayLike<number>): Model {
  const model = livelyModel(config)
  for (const { name, offset, size } of parameterLayout(model.config).entries) {
    const values = from(name)
    expect(values.length, name).toBe(size)
    model.params.set(Array.from(values), offset)
  }
  return modelOf(model.config, model.params)
}

/** Every value within `relative` of the expected one, as a part of the largest (at least 1). */
export function expectNear(got: Floats, expected: ArrayLike<number>, what: string, relative = 1e-9): void {
  expect(got.length).toBe(expected.length)
  const scale = Math.max(1, ...Array.from(expected, (x) => (Number.isFinite(x) ? Math.abs(x) : 0)))
  for (const [i, value] of got.entries())
    if (value !== expected[i]) expect(Math.abs(value - expected[i]!), `${what}[${i}]`).toBeLessThan(relative * scale)
}
