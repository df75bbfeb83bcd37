import { GlassformerError } from '../tensor/errors'

/** Throws `bad-option` unless `value` is a whole number, `least` or more. */
export function checkCount(name: string, value: unknown, least = 1): void {
  if (!(Number.isSafeInteger(value) && (value as number) >= least))
    throw new GlassformerError('bad-option', `${name} must be a whole number, ${least} or more; got ${String(value)}.`)
}
