import { describe } from '../../tensor/describe'
import { GlassformerError } from '../../tensor/errors'
import { clause, type Said, say } from '../../tensor/say'

/** A JSON object whose values are not known yet. */
export type Fields = Readonly<Record<string, unknown>>

/** `bad-tokenizer`: what stands where, and what could stand there. */
export function refuse(where: string, got: unknown, expected: Said): GlassformerError {
  return new GlassformerError(
    'bad-tokenizer',
    say`tokenizer.json: ${where} must be ${clause(expected)}; got ${describe(got)}.`,
  )
}

export function fields(value: unknown, where: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  throw refuse(where, value, 'an object')
}

export function list(value: unknown, where: string): readonly unknown[] {
  // An object that was not made by JSON.parse may have gaps, which loops leave out.
  if (Array.isArray(value)) return Array.from(value as readonly unknown[])
  throw refuse(where, value, 'an array')
}

export function text(value: unknown, where: string): string {
  if (typeof value === 'string') return value
  throw refuse(where, value, 'a string')
}

/** A boolean, or `absent` where the file says nothing. */
export function flag(value: unknown, where: string, absent: boolean): boolean {
  if (value === undefined || value === null) return absent
  if (typeof value === 'boolean') return value
  throw refuse(where, value, 'true or false')
}

// Files nest a sequence once or twice. More is not a tokenizer, and could exhaust the stack.
const DEEPEST = 4

/** A step, or the steps of a `Sequence`, whose own name for its list is `key`; none for null. */
export function steps(value: unknown, where: string, key: string, depth = 0): Fields[] {
  if (value === undefined || value === null) return []
  const step = fields(value, where)
  if (step.type !== 'Sequence') return [step]
  if (depth === DEEPEST) throw refuse(where, value, say`nested at most ${DEEPEST} deep`)
  return list(step[key], `${where}.${key}`).flatMap((inner, i) => steps(inner, `${where}.${key}[${i}]`, key, depth + 1))
}
