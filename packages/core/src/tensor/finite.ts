import { GlassformerError } from './errors'
import { firstNotFinite } from './floats'
import type { Layout, LayoutEntry } from './layout'
import { clause, type Sentence, say } from './say'
import type { Floats } from './tensor'

/** A value that is not finite, and where it lies: one index for each axis. */
export interface Place {
  readonly name: string
  readonly value: number
  readonly at: string
}

/** Throws `not-finite`, with its name and place (and the step of a training, if it is one's), if a parameter is not finite. */
export function checkParameters(layout: Layout, params: Floats, step?: number): void {
  const place = firstPlace(layout, params)
  if (place)
    throw new GlassformerError(
      'not-finite',
      say`The parameter ${shown(place)}${inStep(step)}, so nothing that is computed with it is a number: give finite weights.`,
    )
}

export function inStep(step: number | undefined): Sentence {
  return step === undefined ? clause('') : say`, in step ${step}`
}

/** The first value of a buffer that is not finite, in the order of its layout. */
export function firstPlace({ entries }: Layout, buffer: Floats): Place | undefined {
  const index = firstNotFinite(buffer)
  const entry = entries.find(({ offset, size }) => index >= offset && index < offset + size)
  return entry && placeOf(entry, buffer, index - entry.offset)
}

/** @param base what the first of the buffer's positions is called */
export function placeOf({ name, axes, shape, offset }: LayoutEntry, buffer: Floats, index: number, base = 0): Place {
  const at: string[] = []
  let rest = index
  for (let a = axes.length; a--; ) {
    const extent = shape[a]!
    const isRow = axes[a] === 'position' || axes[a] === 'query'
    at.unshift(`${axes[a]} ${(rest % extent) + (isRow ? base : 0)}`)
    rest = Math.floor(rest / extent)
  }
  return { name, value: buffer[offset + index]!, at: at.join(', ') }
}

export function shown({ name, value, at }: Place): Sentence {
  return say`${name} is ${value} at ${at}`
}
