import { checkText } from '../tensor/checks'
import { describe } from '../tensor/describe'
import { GlassformerError } from '../tensor/errors'
import { say } from '../tensor/say'
import { checkedIds, checkedText } from './checkArguments'
import type { Tokenizer } from './types'

/**
 * A tokenizer with one token per character of `alphabet`, in its order: `createCharTokenizer('ABC')` has A 0, B 1, C 2.
 * `encode` throws `bad-tokens` for any other character; `bad-option` if the alphabet is empty or repeats a character.
 */
export function createCharTokenizer(alphabet: string): Tokenizer {
  checkText('The alphabet', alphabet)
  const characters = [...alphabet]
  const ids = new Map(characters.map((character, id) => [character, id]))
  if (characters.length === 0 || ids.size !== characters.length)
    throw new GlassformerError(
      'bad-option',
      say`An alphabet must have at least one character and none twice; got ${describe(alphabet)}.`,
    )
  const token = (id: number) => {
    const character = Number.isInteger(id) ? characters[id] : undefined
    if (character !== undefined) return character
    throw new GlassformerError(
      'bad-tokens',
      say`Token ids run from 0 to ${characters.length - 1}; got ${describe(id)}.`,
    )
  }
  const idOf = (character: string) => {
    const id = ids.get(character)
    if (id !== undefined) return id
    throw new GlassformerError(
      'bad-tokens',
      say`This model knows only the characters ${characters.join(' ')}; got ${describe(character)}. Type those alone.`,
    )
  }
  return {
    size: characters.length,
    encode: (text) => [...checkedText(text)].map(idOf),
    decode: (tokens) => Array.from(checkedIds(tokens), token).join(''),
    token,
  }
}
