/**
 * Errors of the core in another language: by the template that they are made of, with `{0}`, `{1}` ... where their values
 * stand, or by their code. A string has the same places; a function gets the values.
 */
export type ErrorMessages = Readonly<Record<string, string | ((values: readonly (string | number)[]) => string)>>

/** What `GlassformerError` tells of itself besides its message. */
interface Told {
  readonly code?: unknown
  readonly template?: unknown
  readonly values?: readonly (string | number)[]
}

/** An error's sentence: the one that the site gives for its template, or else for its code, or else the core's own. */
export function errorText(error: Error, messages: ErrorMessages | undefined): string {
  const { code, template, values = [] } = error as Told
  const said = messages?.[String(template)] ?? messages?.[String(code)]
  if (said === undefined) return error.message
  if (typeof said === 'function') return said(values)
  return said.replace(/\{(\d+)\}/g, (place, index) => String(values[Number(index)] ?? place))
}
