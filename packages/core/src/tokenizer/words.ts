import { GlassformerError } from '../tensor/errors'
import type { Tokenizer } from './types'
import { decodeUtf8, utf8Bytes, wellFormed } from './utf8'

const BYTES = 256

/** A run of letters, of digits or of other marks, each with the one space before it; or the spaces between. */
const CHUNK = / ?[\p{L}\p{M}]+| ?\p{N}+| ?[^\s\p{L}\p{M}\p{N}]+|\s+(?!\S)|\s+/gu

export interface WordVocabulary {
  /** Whole words and marks. As in GPT-2, a word's leading space belongs to it: `' cat'`. */
  readonly words: readonly string[]
  /** What unknown words are broken into: syllables, letters. They match anywhere in a word. @default none */
  readonly pieces?: readonly string[]
}

/**
 * A tokenizer of words with a fallback, so that every text can be typed and nothing is dropped.
 *
 * Ids: first the words, then the pieces, then the 256 bytes. A word that is not in the vocabulary breaks into the
 * longest pieces, from left to right; a character that no piece begins with becomes its UTF-8 bytes (an ASCII
 * character is one byte). Surrogates without a partner become U+FFFD, as `TextEncoder` does; all other text comes back
 * from `decode` exactly.
 *
 * `token(id)` gives a word or piece as it is, an ASCII byte as its character, and any other byte as `<0xE2>`.
 * Throws `bad-option` if an entry is empty, given twice, or holds a surrogate without a partner.
 */
export function createWordTokenizer({ words, pieces = [] }: WordVocabulary): Tokenizer {
  const vocabulary = [...words, ...pieces]
  const ids = new Map<string, number>()
  for (const [id, entry] of vocabulary.entries()) {
    if (entry === '' || entry !== wellFormed(entry) || ids.has(entry))
      throw new GlassformerError(
        'bad-option',
        `Entries of a vocabulary must be different, well-formed and not empty; entry ${id} is ${JSON.stringify(entry)}. Remove it.`,
      )
    ids.set(entry, id)
  }
  const firstByte = vocabulary.length
  const size = firstByte + BYTES
  const pieceIds = new Map(pieces.map((piece, i) => [piece, words.length + i]))
  const longest = pieces.reduce((length, piece) => Math.max(length, piece.length), 0)

  const encodeChunk = (chunk: string, out: number[]) => {
    const known = ids.get(chunk)
    if (known !== undefined) {
      out.push(known)
      return
    }
    let at = 0
    while (at < chunk.length) {
      const match = longestPiece(chunk, at)
      if (match) {
        out.push(match.id)
        at = match.end
        continue
      }
      const codePoint = chunk.codePointAt(at) as number
      for (const byte of utf8Bytes(codePoint)) out.push(firstByte + byte)
      at += codePoint > 0xffff ? 2 : 1
    }
  }
  const longestPiece = (chunk: string, at: number) => {
    for (let end = Math.min(chunk.length, at + longest); end > at; end--) {
      const id = pieceIds.get(chunk.slice(at, end))
      if (id !== undefined) return { id, end }
    }
    return undefined
  }
  const check = (id: number) => {
    if (Number.isInteger(id) && id >= 0 && id < size) return id
    throw new GlassformerError('bad-tokens', `Token ids run from 0 to ${size - 1}; got ${String(id)}.`)
  }

  return {
    size,
    encode: (text) => {
      const out: number[] = []
      for (const chunk of wellFormed(text).match(CHUNK) ?? []) encodeChunk(chunk, out)
      return out
    },
    decode: (tokens) => {
      let text = ''
      let bytes: number[] = []
      for (const id of tokens) {
        const entry = vocabulary[check(id)]
        if (entry === undefined) bytes.push(id - firstByte)
        else {
          text += decodeUtf8(bytes) + entry
          bytes = []
        }
      }
      return text + decodeUtf8(bytes)
    },
    token: (id) => vocabulary[check(id)] ?? byteText(id - firstByte),
  }
}

/** An ASCII byte is a character of its own; any other is part of one, and shows its number. */
function byteText(byte: number): string {
  if (byte < 0x80) return String.fromCharCode(byte)
  return `<0x${byte.toString(16).toUpperCase()}>`
}
