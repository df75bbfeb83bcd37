import type { Explanation, Factor, Source } from '../explain'
import type { Random } from '../tensor/random'

/** Every index of a shape, row by row. */
export function* indicesOf(shape: readonly number[], from: readonly number[] = []): Generator<readonly number[]> {
  const [extent, ...rest] = shape
  if (extent === undefined) yield from.length ? from : []
  else for (let i = 0; i < extent; i++) yield* indicesOf(rest, [...from, i])
}

/** One index of a shape, drawn. */
export function anyIndex(shape: readonly number[], random: Random): readonly number[] {
  return shape.map((extent) => random.int(extent))
}

/** Every number that an explanation says another was made of. */
export function sourcesOf({ terms, steps, computed }: Explanation): readonly Source[] {
  const factors: readonly Factor[] = [...terms.flatMap((term) => term.factors), ...steps.flatMap(({ of }) => of)]
  return [...factors.filter((factor) => factor.name !== null), ...(computed ? sourcesOf(computed) : [])]
}
