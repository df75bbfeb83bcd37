import { describe } from './describe'
import { clause, type Said, type Sentence, say, spell, unspell } from './say'

/**
 * The one error class of the core. `code` is stable and is what a program tests;
 * the message says what was wrong, what was received and what to do. To say it in another language, take `template`,
 * which is the message with `{0}`, `{1}` ... in place of its values, and put `values` into a template of your own.
 */
export class GlassformerError extends Error {
  readonly code: ErrorCode
  readonly template: string
  readonly values: readonly (string | number)[]
  constructor(code: ErrorCode, said: Said) {
    const { message, template, values } = spell(said)
    super(message)
    this.name = 'GlassformerError'
    this.code = code
    this.template = template
    this.values = values
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
  | 'not-finite'
  | 'cancelled'

/** What an error says, to be part of what another one says: without its full stop. */
export function said(error: unknown): Sentence {
  if (error instanceof GlassformerError)
    return unspell({ template: error.template.replace(/\.$/, ''), values: error.values })
  return say`${error instanceof Error ? error.message.replace(/\.$/, '') : describe(error)}`
}

/** `out-of-range`, for an index of `count` things called `what`. */
export function outOfRange(what: string, got: unknown, count: number): GlassformerError {
  const one = clause(what)
  return new GlassformerError(
    'out-of-range',
    say`${one} ${describe(got)} does not exist: ${one}s are whole numbers from 0 to ${count - 1}.`,
  )
}

/** Throws `bad-option` unless `ok`: the option called `name` is `value`, and must be what `allowed` says. */
export function checkOption(
  name: string,
  value: unknown,
  ok: boolean,
  allowed: Said,
  code: ErrorCode = 'bad-option',
): void {
  if (!ok) throw new GlassformerError(code, say`${name} must be ${clause(allowed)}; got ${describe(value)}.`)
}

/** Throws `bad-option` unless `value`, of the option called `name`, is a whole number, `least` or more. */
export function checkCount(name: string, value: unknown, least = 1): void {
  const ok = Number.isSafeInteger(value) && (value as number) >= least
  checkOption(name, value, ok, say`a whole number, ${least} or more`)
}
