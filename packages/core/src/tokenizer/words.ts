import { checkOptions } from '../tensor/checks'
import { describe } from '../tensor/describe'
import { checkOption, GlassformerError } from '../tensor/errors'
import { say } from '../tensor/say'
import { checkedIds, checkedText } from './checkArguments'
import type { Tokenizer } from './types'
import { BYTES, bytesOf, showUtf8, wellFormed } from './utf8'

/** A run of letters, of digits or of other marks, each with the one space before it; or the spaces between. */
const CHUNK = / ?[\p{L}\p{M}]+| ?\p{N}+| ?[^\s\p{L}\p{M}\p{N}]+|\s+(?!\S)|\s+/gu

export interface WordVocabulary {
  /** Whole words and marks. As in GPT-2, a word's leading space belongs to it: `' cat'`. */
  readonly words: readonly string[]
}

/**
 * A tokenizer of words with a fallback, so that every text can be typed and nothing is dropped.
 *
 * Ids: first the words, then the 256 bytes. A word that is not in the vocabulary becomes its UTF-8 bytes (an ASCII
 * character is one byte). Surrogates without a partner become U+FFFD, as `TextEncoder` does; all other text comes back
 * from `decode` exactly. Bytes that are no whole character show their numbers, in `token` and in `decode`: `<0xE2>`.
 *
 * Throws `bad-option` if a word is empty, given twice, or holds a surrogate without a partner.
 */
export function createWordTokenizer(vocabulary: WordVocabulary): Tokenizer {
  const { words } = checkOptions('createWordTokenizer', vocabulary, { words: true })
  checkOption('words', words, Array.isArray(words), 'an array of text')
  const ids = new Map<string, number>()
  for (const [id, word] of words.entries()) {
    if (typeof word !== 'string' || word === '' || word !== wellFormed(word) || ids.has(word))
      throw new GlassformerError(
        'bad-option',
        say`Words of a vocabulary must be different, well-formed and not empty; word ${id} is ${describe(word)}. Remove it.`,
      )
    ids.set(word, id)
  }
  const size = words.length + BYTES
  const check = (id: number) => {
    if (Number.isInteger(id) && id >= 0 && id < size) return id
    throw new GlassformerError('bad-tokens', say`Token ids run from 0 to ${size - 1}; got ${describe(id)}.`)
  }
  return {
    size,
    encode: (text) => {
      const out: number[] = []
      for (const chunk of wellFormed(checkedText(text)).match(CHUNK) ?? []) {
        const known = ids.get(chunk)
        if (known !== undefined) out.push(known)
        else for (const byte of bytesOf(chunk)) out.push(words.length + byte)
      }
      return out
    },
    decode: (tokens) => {
      let text = ''
      let bytes: number[] = []
      for (const id of checkedIds(tokens)) {
        const word = words[check(id)]
        if (word === undefined) bytes.push(id - words.length)
        else {
          text += showUtf8(bytes) + word
          bytes = []
        }
      }
      return text + showUtf8(bytes)
    },
    token: (id) => words[check(id)] ?? showUtf8([id - words.length]),
  }
}
