/**
 * The one error class of the core. `code` is stable and is what a program tests;
 * the message says what was wrong, what was received and what to do.
 */
export class GlassformerError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string) {
    super(message)
    this.name = 'GlassformerError'
    this.code = code
  }
}

export type ErrorCode =
  | 'bad-config'
  | 'bad-tokens'
  | 'bad-targets'
  | 'bad-trace'
  | 'bad-checkpoint'
  | 'bad-tokenizer'
  | 'bad-option'
  | 'context-exceeded'
  | 'empty-prompt'
  | 'unknown-tensor'
  | 'out-of-range'
  | 'cancelled'

/** `out-of-range`, for an index of `count` things called `what`. */
export function outOfRange(what: string, got: unknown, count: number): GlassformerError {
  return new GlassformerError(
    'out-of-range',
    `${what} ${String(got)} does not exist: ${what}s are whole numbers from 0 to ${count - 1}.`,
  )
}

/** Throws `bad-option` unless `ok`: the option called `name` is `value`, and must be what `allowed` says. */
export function checkOption(name: string, value: unknown, ok: boolean, allowed: string): void {
  if (!ok) throw new GlassformerError('bad-option', `${name} must be ${allowed}; got ${String(value)}.`)
}

/** Throws `bad-option` unless `value`, of the option called `name`, is a whole number, `least` or more. */
export function checkCount(name: string, value: unknown, least = 1): void {
  const ok = Number.isSafeInteger(value) && (value as number) >= least
  checkOption(name, value, ok, `a whole number, ${least} or more`)
}
