import type { Explanation, Factor, Source } from '../explain'
import type { Trace } from '../trace/types'

/** Every index of a shape, row by row. */
export function* indicesOf(shape: readonly number[], from: readonly number[] = []): Generator<readonly number[]> {
  const [extent, ...rest] = shape
  if (extent === undefined) yield from
  else for (let i = 0; i < extent; i++) yield* indicesOf(rest, [...from, i])
}

/** The names of all numbers of a trace that can be opened, parameters left out, with their shapes. */
export function shapesOf(trace: Trace): readonly (readonly [string, readonly number[]])[] {
  const named = (prefix: string, tensors: Readonly<Record<string, { readonly shape: readonly number[] }>>) =>
    Object.entries(tensors).map(([name, { shape }]) => [`${prefix}${name}`, shape] as const)
  return [
    ...named('', trace.tensors),
    ...(trace.kind === 'generation' && trace.stored ? named('stored.', trace.stored) : []),
    ...(trace.kind === 'backward'
      ? [
          ...named('grad.', trace.grads),
          ...named('grad.', trace.paramGrads),
          ['losses', [trace.losses.length]] as const,
          ['loss', []] as const,
        ]
      : []),
  ]
}

/** Every number that an explanation says another was made of. */
export function sourcesOf({ terms, steps, computed }: Explanation): readonly Source[] {
  const factors: readonly Factor[] = [...terms.flatMap((term) => term.factors), ...steps.flatMap(({ of }) => of)]
  return [...factors.filter((factor) => factor.name !== null), ...(computed ? sourcesOf(computed) : [])]
}
