import type { Model } from '@glassformer/core'

/** A typed text, as the model would read it as the next token. */
export interface TypedToken {
  readonly id: number
  /** How many tokens the text is: only the first can be the next one. */
  readonly count: number
}

/**
 * The token that a reader means by a text. Most tokens begin with a space that nobody types: of the text with one and the text
 * without, that which is one token, the likelier of two; where none is, the one with a space. A space that was typed is meant. `null` for
 * nothing; throws what the tokenizer throws over a text that it cannot cut.
 */
export function typedToken({ tokenizer }: Model, text: string, probOf: (id: number) => number): TypedToken | null {
  if (text === '') return null
  const forms = /^\s/.test(text) ? [text] : [` ${text}`, text]
  let refusal: unknown
  const read = forms.flatMap((form): TypedToken[] => {
    try {
      const ids = tokenizer?.encode(form) ?? []
      return ids.length > 0 ? [{ id: ids[0] as number, count: ids.length }] : []
    } catch (error) {
      refusal = error
      return []
    }
  })
  if (read.length === 0 && refusal !== undefined) throw refusal
  const whole = read.filter(({ count }) => count === 1).sort((a, b) => probOf(b.id) - probOf(a.id))
  return whole[0] ?? read[0] ?? null
}
