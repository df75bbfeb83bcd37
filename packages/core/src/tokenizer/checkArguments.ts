import { isList } from '../tensor/checks'
import { checkOption } from '../tensor/errors'

/** Throws `bad-tokens` for what `encode` cannot take. */
export function checkedText(text: unknown): string {
  checkOption('The text to encode', text, typeof text === 'string', 'text', 'bad-tokens')
  return text as string
}

/** Throws `bad-tokens` for what `decode` cannot take; whether each is an id is told by whoever looks it up. */
export function checkedIds(ids: unknown): readonly number[] {
  checkOption('The ids to decode', ids, isList(ids), 'an array of token ids', 'bad-tokens')
  return ids as readonly number[]
}
