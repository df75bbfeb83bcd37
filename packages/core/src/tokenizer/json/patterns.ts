import { fields, refuse, text } from './checks'
import { translateRegex } from './translateRegex'

/** The text of a pattern that is `{ String: ... }`. */
export function literalPattern(value: unknown, where: string): string {
  const literal = fields(value, where).String
  if (typeof literal === 'string' && literal !== '') return literal
  throw refuse(where, value, 'a String that is not empty')
}

/** A pattern of `{ String: ... }` or `{ Regex: ... }`. */
export function readPattern(value: unknown, where: string): RegExp {
  const pattern = fields(value, where)
  if (pattern.Regex !== undefined) return translateRegex(text(pattern.Regex, `${where}.Regex`), `${where}.Regex`)
  return new RegExp(literalPattern(value, where).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'gu')
}
