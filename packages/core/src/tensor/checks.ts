import { checkOption, type ErrorCode, GlassformerError } from './errors'
import { nearest } from './nearest'
import { clause, type Said, say } from './say'

/** Every name that options of type `T` may have: a table which does not compile when one is missing. */
export type Names<T> = Readonly<Record<keyof T, true>>

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether it can be gone through by index: an array, or a typed one. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value)
}

export function isFloats(value: unknown): value is Float32Array | Float64Array {
  return value instanceof Float32Array || value instanceof Float64Array
}

/** Whether it is a number above 0 that is finite. */
export function isPositive(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value < Infinity
}

/** The options of `of` as they were given: an object with no other names than these. Throws `bad-option` with the nearest. */
export function checkOptions<T>(of: string, options: T, known: Names<Required<T>>): T {
  checkOption(
    `The options of ${of}`,
    options,
    isObject(options),
    say`an object such as { ${Object.keys(known)[0]}: ... }`,
  )
  checkNames(say`${of} has no option`, options as object, Object.keys(known), 'bad-option')
  return options
}

/** Throws an error that begins with `none` and names the nearest right name, if `given` has a name that is not `known`. */
export function checkNames(
  none: Said,
  given: object,
  known: readonly string[],
  code: ErrorCode,
  others: ReadonlyMap<string, string> = new Map(),
): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue
    const meant = others.get(name) ?? nearestName(name, known)
    throw new GlassformerError(
      code,
      say`${clause(none)} "${name.slice(0, 40)}": did you mean ${meant}? There are ${known.join(', ')}.`,
    )
  }
}

/** The name that is spelt most like it, whatever its case and its underscores. */
function nearestName(name: string, known: readonly string[]): string {
  const plain = (text: string) => text.replace(/[_\- ]/g, '').toLowerCase()
  const [meant] = nearest(plain(name.slice(0, 40)), known.map(plain))
  return known.find((one) => plain(one) === meant) as string
}

export function checkText(name: string, value: unknown, code: ErrorCode = 'bad-option'): void {
  checkOption(name, value, typeof value === 'string', 'text', code)
}

export function checkFunction(name: string, value: unknown): void {
  checkOption(name, value, typeof value === 'function', 'a function')
}

export function checkSeed(seed: unknown): void {
  checkOption('seed', seed, Number.isInteger(seed), 'a whole number')
}
