import { GlassformerError } from '../tensor/errors'
import { splitSpecial } from './special'
import type { Tokenizer } from './types'
import { bytesOf, showUtf8, wellFormed } from './utf8'

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

/** The parts that the kinds of byte-pair tokenizers differ in. */
export interface Engine {
  /** Bytes of each token, by id. Ids without a token have none. */
  readonly pieces: readonly ArrayLike<number>[]
  readonly special: ReadonlyMap<string, number>
  /** Tokens that are found in any text before it is split, special or not. @default none */
  readonly added?: ReadonlyMap<string, number>
  /** Text between special tokens to chunks that are encoded each by itself. */
  split(text: string, first: boolean): Iterable<string>
  /** Tokens of one chunk. */
  encodeChunk(chunk: string): readonly number[]
  /** Last change to decoded bytes. @default none */
  finish?(bytes: number[]): number[]
}

// Words come back often: their tokens are kept, but not without bound, nor for chunks that hardly come twice.
const CACHED_WORDS = 10_000
const CACHED_LENGTH = 40

export function tokenizerOf(engine: Engine): BPETokenizer {
  const { pieces, special } = engine
  const added = engine.added ?? new Map<string, number>()
  const everything = new Map([...added, ...special])
  const cache = new Map<string, readonly number[]>()
  const tokensOf = (chunk: string) => {
    const known = cache.get(chunk)
    if (known) return known
    const tokens = engine.encodeChunk(chunk)
    if (chunk.length > CACHED_LENGTH) return tokens
    if (cache.size >= CACHED_WORDS) cache.clear()
    cache.set(chunk, tokens)
    return tokens
  }
  const pieceOf = (id: number) => {
    const piece = pieces[id]
    if (piece) return piece
    throw new GlassformerError('bad-tokens', `Token ids run from 0 to ${pieces.length - 1}; got ${String(id)}.`)
  }
  return {
    size: pieces.length,
    special,
    encode: (text, options = {}) => {
      const ids: number[] = []
      let first = true
      for (const part of splitSpecial(wellFormed(text), options.special ? everything : added)) {
        if (part.id !== undefined) ids.push(part.id)
        else for (const chunk of engine.split(part.text, first)) for (const id of tokensOf(chunk)) ids.push(id)
        first = false
      }
      return ids
    },
    decode: (ids) => {
      const bytes: number[] = []
      for (const id of ids) for (const byte of Array.from(pieceOf(id))) bytes.push(byte)
      return showUtf8(engine.finish ? engine.finish(bytes) : bytes)
    },
    token: (id) => showUtf8(pieceOf(id)),
    bytes: (id) => Uint8Array.from(pieceOf(id)),
  }
}

/** Bytes of the special tokens, to stand behind the others. */
export function specialPieces(special: readonly string[]): number[][] {
  for (const [i, token] of special.entries())
    if (token === '' || token !== wellFormed(token) || special.indexOf(token) !== i)
      throw new GlassformerError(
        'bad-option',
        `Special tokens must be different, well-formed and not empty; got ${JSON.stringify(token)}. Remove it.`,
      )
  return special.map(bytesOf)
}
