import { isObject } from '../tensor/checks'
import { describe } from '../tensor/describe'
import { checkOption } from '../tensor/errors'
import type { Tokenizer } from './types'

/** A model, as far as it matters here. */
interface Tokenized {
  readonly tokenizer?: Tokenizer | undefined
}

/**
 * A token as text, its spaces included; `#5` for an id that has none: in a model without a tokenizer, beyond the end of
 * the tokenizer's vocabulary, or in one of the holes that published vocabularies have.
 */
export function tokenText(model: Tokenized, id: number): string {
  checkOption('The model', model, isObject(model), 'one that createModel, modelOf or modelFrom made')
  const { tokenizer } = model
  return ownText(tokenizer, id) ?? `#${describe(id)}`
}

/** Several tokens as one text, ids without a token among them as `#5`. Without a tokenizer, ids with a space between. */
export function textOfTokens({ tokenizer }: Tokenized, ids: readonly number[]): string {
  if (!tokenizer) return ids.map((id) => `#${id}`).join(' ')
  let text = ''
  let run: number[] = []
  const endRun = () => {
    if (run.length === 0) return
    const decoded = tokenizer.decode(run)
    // `decode` takes away what `encode` puts before a text, but this one may have begun before.
    const own = run.map((id) => ownText(tokenizer, id)).join('')
    text += (text ? ' '.repeat(Math.max(0, leadingSpaces(own) - leadingSpaces(decoded))) : '') + decoded
    run = []
  }
  for (const id of ids)
    if (ownText(tokenizer, id) !== undefined) run.push(id)
    else {
      endRun()
      text += `#${id}`
    }
  endRun()
  return text
}

function leadingSpaces(text: string): number {
  return /^ */.exec(text)?.[0].length ?? 0
}

/** What the tokenizer says of an id: nothing where it throws, or returns no text. */
function ownText(tokenizer: Tokenizer | undefined, id: number): string | undefined {
  if (!tokenizer || !(Number.isInteger(id) && Number.isInteger(tokenizer.size) && id < tokenizer.size)) return undefined
  try {
    const text: unknown = tokenizer.token(id)
    return typeof text === 'string' ? text : undefined
  } catch {
    return undefined
  }
}
