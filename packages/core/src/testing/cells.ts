import { expect } from 'vitest'
import { type Explanation, explain, type Source } from '../explain'
import type { Model } from '../model/model'
import type { Random } from '../tensor/random'
import type { Tensor } from '../tensor/tensor'
import type { Trace } from '../trace/types'

/** Every index of a shape, row by row. */
export function* indicesOf(shape: readonly number[], from: readonly number[] = []): Generator<readonly number[]> {
  const [extent, ...rest] = shape
  if (extent === undefined) yield from
  else for (let i = 0; i < extent; i++) yield* indicesOf(rest, [...from, i])
}

export function anyIndex(shape: readonly number[], random: Random): readonly number[] {
  return shape.map((extent) => random.int(extent))
}

type Tensors = ReadonlyMap<string, Pick<Tensor, 'shape' | 'data'>>

/** The tensors of a trace, and of its model, under the names by which they open. */
export function tensorsOf(trace: Trace, model?: Model): Tensors {
  const all = new Map<string, Pick<Tensor, 'shape' | 'data'>>()
  const add = (prefix: string, tensors: Readonly<Record<string, Tensor>>) => {
    for (const [name, tensor] of Object.entries(tensors)) all.set(`${prefix}${name}`, tensor)
  }
  add('', trace.tensors)
  if (trace.kind === 'generation') add('stored.', trace.stored ?? {})
  if (trace.kind === 'backward') {
    add('grad.', trace.grads)
    add('grad.', trace.paramGrads)
    all.set('losses', { shape: [trace.losses.length], data: trace.losses })
    all.set('loss', { shape: [], data: Float64Array.of(trace.loss) })
  }
  for (const { name } of model?.layout.entries ?? []) all.set(name, (model as Model).param(name))
  return all
}

/** The number at an index: found without the core's own way. */
export function numberAt({ shape, data }: Pick<Tensor, 'shape' | 'data'>, index: readonly number[]): number {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((size, extent) => size * extent, 1))
  return data[index.reduce((at, i, axis) => at + i * strides[axis]!, 0)]!
}

/** Every number of tensors, parameters and gradients that an explanation says another was made of. */
export function sourcesOf({ terms, steps, computed }: Explanation): readonly Source[] {
  const factors = [...terms.flatMap((term) => term.factors), ...steps.flatMap(({ of }) => of)]
  return [...factors.filter((factor) => factor.name !== null), ...(computed ? sourcesOf(computed) : [])]
}

export function sumOfTerms({ terms }: Pick<Explanation, 'terms'>): number {
  return terms.reduce((sum, { value }) => sum + value, 0)
}

/**
 * Explains a number and holds the explanation to what it says: each source has the value that it has where it lies, each
 * term is its factors' product, and the terms add up within half of the bound.
 * @param tensors of the trace and its model, by `tensorsOf`
 */
export function expectToAddUp(trace: Trace, tensors: Tensors, name: string, index: readonly number[]): Explanation {
  const explanation = explain(trace, name, index)
  // There are many: `expect` is called for those that are wrong.
  const wrong = [explanation, ...sourcesOf(explanation)].find(
    (source) => !Object.is(source.value, numberAt(tensors.get(source.name) as Tensor, source.index)),
  )
  expect(wrong, `a source of ${name} at ${index}`).toBeUndefined()
  const apart = explanation.terms.find(
    ({ value, factors }) => value !== factors.reduce((product, factor) => product * factor.value, 1),
  )
  expect(apart, `a term of ${name} at ${index}`).toBeUndefined()
  if (explanation.value !== -Infinity)
    expect(Math.abs(sumOfTerms(explanation) - explanation.value), `${name} at ${index}`).toBeLessThanOrEqual(
      explanation.bound / 2,
    )
  return explanation
}
