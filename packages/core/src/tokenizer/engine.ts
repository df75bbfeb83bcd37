import { checkOptions } from '../tensor/checks'
import { describe } from '../tensor/describe'
import { GlassformerError } from '../tensor/errors'
import { say } from '../tensor/say'
import { checkedIds, checkedText } from './checkArguments'
import { type AddedToken, tokenFinder } from './special'
import type { Tokenizer } from './types'
import { showUtf8, wellFormed } from './utf8'

export interface EncodeOptions {
  /**
   * Whether special tokens that stand in the text, such as `<|endoftext|>`, become their ids. Leave it off for text
   * that someone typed: it is then encoded like any other text. @default false
   */
  readonly special?: boolean
}

/** A tokenizer made of byte pairs: every text has tokens, and every token has bytes. */
export interface BPETokenizer extends Tokenizer {
  encode(text: string, options?: EncodeOptions): number[]
  bytes(id: number): Uint8Array
  /** Special tokens and their ids. */
  readonly special: ReadonlyMap<string, number>
}

/** The parts in which the kinds of byte-pair tokenizers differ. */
export interface Engine {
  readonly size: number
  /** Bytes of a token; undefined for an id that has none. */
  piece(id: number): ArrayLike<number> | undefined
  readonly added: readonly AddedToken[]
  /** Text between added tokens, before it is split. @default as it is */
  normalize?(text: string): string
  /** Normalized text to chunks that are encoded each by itself; `first` if the whole text begins there. */
  split(text: string, first: boolean): Iterable<string>
  /** Tokens of one chunk. */
  encodeChunk(chunk: string): readonly number[]
  /** How many spaces `decode` takes away at the start, because `encode` put them there. @default 0 */
  readonly leadingSpaces?: number
}

export function tokenizerOf(engine: Engine): BPETokenizer {
  const { size, added, normalize = (text) => text } = engine
  const tokensOf = withCache(engine.encodeChunk)
  const finders = (special: boolean) => {
    const wanted = added.filter((token) => special || !token.special)
    const normalized = wanted
      .filter((token) => token.normalized)
      .map((token) => ({ ...token, content: normalize(token.content) }))
    return { before: tokenFinder(wanted.filter((token) => !token.normalized)), after: tokenFinder(normalized) }
  }
  const find = { plain: finders(false), special: finders(true) }
  const pieceOf = (id: number) => {
    const piece = Number.isInteger(id) && id >= 0 && id < size ? engine.piece(id) : undefined
    if (piece) return piece
    throw new GlassformerError('bad-tokens', say`Token ids run from 0 to ${size - 1}; got ${describe(id)}.`)
  }
  return {
    size,
    special: new Map(added.filter((token) => token.special).map((token) => [token.content, token.id])),
    encode: (text, options = {}) => {
      checkedText(text)
      checkOptions('encode', options, { special: true })
      const { before, after } = options.special ? find.special : find.plain
      const ids: number[] = []
      let first = true
      for (const outer of before(wellFormed(text))) {
        if (outer.id !== undefined) ids.push(outer.id)
        else
          for (const part of after(normalize(outer.text))) {
            if (part.id !== undefined) ids.push(part.id)
            else for (const chunk of engine.split(part.text, first)) for (const id of tokensOf(chunk)) ids.push(id)
            first = false
          }
        first = false
      }
      return ids
    },
    decode: (ids) => {
      const bytes: number[] = []
      for (const id of checkedIds(ids)) for (const byte of Array.from(pieceOf(id))) bytes.push(byte)
      let start = 0
      while (start < (engine.leadingSpaces ?? 0) && bytes[start] === 0x20) start++
      return showUtf8(start > 0 ? bytes.slice(start) : bytes)
    },
    token: (id) => showUtf8(pieceOf(id)),
    bytes: (id) => Uint8Array.from(pieceOf(id)),
  }
}

// Words come back often: their tokens are kept, but not without bound, nor for chunks that hardly come twice.
const CACHED_WORDS = 10_000
const CACHED_LENGTH = 40

function withCache(encodeChunk: (chunk: string) => readonly number[]): (chunk: string) => readonly number[] {
  const cache = new Map<string, readonly number[]>()
  return (chunk) => {
    const known = cache.get(chunk)
    if (known) return known
    const tokens = encodeChunk(chunk)
    if (chunk.length > CACHED_LENGTH) return tokens
    if (cache.size >= CACHED_WORDS) cache.clear()
    cache.set(chunk, tokens)
    return tokens
  }
}
