import { isObject } from '../tensor/checks'
import { describe } from '../tensor/describe'
import { checkOption, GlassformerError } from '../tensor/errors'
import { say } from '../tensor/say'
import { checkedIds, checkedText } from './checkArguments'
import { alphabetBytes, BYTE_CHARACTERS } from './json/byteAlphabet'
import type { Tokenizer } from './types'
import { bytesOf, isInUtf8, showUtf8 } from './utf8'

/** What is used of a tokenizer of `@huggingface/tokenizers`, or of another library with the same names. */
export interface LibraryTokenizer {
  encode(text: string, options: { add_special_tokens: boolean }): { ids: number[] }
  decode(ids: number[], options: { skip_special_tokens: boolean; clean_up_tokenization_spaces: boolean }): string
  id_to_token(id: number): string | undefined
  get_vocab(): ReadonlyMap<string, number>
}

const REPLACEMENT = '\uFFFD'
const AS_IS = { skip_special_tokens: false, clean_up_tokenization_spaces: false }

/**
 * A tokenizer of `@huggingface/tokenizers` as one of ours, for files that `readTokenizerJson` refuses: WordPiece,
 * Unigram and others. The library is not a dependency: install it beside this package.
 *
 * ```ts
 * // Tokenizer is what @huggingface/tokenizers exports
 * const tokenizer = fromLibrary(new Tokenizer(tokenizerJson, tokenizerConfigJson))
 * ```
 *
 * `encode` adds no special tokens. `decode` is the library's, except where it would put U+FFFD for bytes that are no
 * whole character: those show their numbers, `<0xE2>`. `token` is the vocabulary's entry, in text: bytes and `▁` as what
 * they stand for, all else as it is written (`##ing`).
 * Throws `bad-tokens` for ids that are not in the vocabulary.
 */
export function fromLibrary(library: LibraryTokenizer): Tokenizer {
  const methods = ['encode', 'decode', 'id_to_token', 'get_vocab'] as const
  const isLibrary = isObject(library) && methods.every((method) => typeof library[method] === 'function')
  checkOption('The tokenizer', library, isLibrary, say`one of @huggingface/tokenizers, with ${methods.join(', ')}`)
  const vocabulary = library.get_vocab()
  checkOption('get_vocab()', vocabulary, vocabulary instanceof Map, 'a Map')
  let size = 0
  for (const id of vocabulary.values()) size = Math.max(size, id + 1)
  const byteLevel = BYTE_CHARACTERS.every((character, byte) => vocabulary.has(character) || !isInUtf8(byte))
  const entryOf = (id: number) => {
    const entry = Number.isInteger(id) ? library.id_to_token(id) : undefined
    if (entry !== undefined) return entry
    throw new GlassformerError('bad-tokens', say`Token ids run from 0 to ${size - 1}; got ${describe(id)}.`)
  }
  const decode = (ids: readonly number[]) => {
    const entries = Array.from(checkedIds(ids), entryOf)
    if (ids.length === 0) return ''
    const text = library.decode([...ids], AS_IS)
    if (!text.includes(REPLACEMENT)) return text
    const own = showUtf8(entries.flatMap((entry) => entryBytes(entry, byteLevel)))
    // The library may take away a space that `encode` put at the start.
    return own.slice(leadingSpaces(own) - leadingSpaces(text))
  }
  return {
    size,
    encode: (text) => library.encode(checkedText(text), { add_special_tokens: false }).ids,
    decode,
    token: (id) => showUtf8(entryBytes(entryOf(id), byteLevel)),
  }
}

function leadingSpaces(text: string): number {
  return text.length - text.replace(/^ +/, '').length
}

function entryBytes(entry: string, byteLevel: boolean): number[] {
  if (byteLevel) return alphabetBytes(entry)
  const byte = /^<0x([\dA-F]{2})>$/.exec(entry)?.[1]
  return byte === undefined ? bytesOf(entry.replaceAll('▁', ' ')) : [Number.parseInt(byte, 16)]
}
