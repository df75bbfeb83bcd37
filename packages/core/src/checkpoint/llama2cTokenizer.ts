import { describe } from '../tensor/describe'
import { checkCount, GlassformerError } from '../tensor/errors'
import { foreignFile } from '../tensor/foreignFile'
import { clause, type Said, say } from '../tensor/say'
import { checkedIds, checkedText } from '../tokenizer/checkArguments'
import { applyMerges } from '../tokenizer/merge'
import type { Tokenizer } from '../tokenizer/types'
import { BYTES, byteName, showUtf8, utf8Bytes, wellFormed } from '../tokenizer/utf8'
import { type FileBytes, fileBytes, viewOfBytes } from './bytes'
import { mergesByScore } from './mergesByScore'

/** What a text begins with, and what ends it: sentencepiece's own control tokens, which are no text. */
const BOS = 1
const EOS = 2
/** Tokens of single bytes, for characters that have no token, follow `<unk>`, BOS and EOS. */
const FIRST_BYTE = 3

/**
 * Reads llama2.c's `tokenizer.bin`: the longest token's length (a 32-bit integer), then for each token a score (float32),
 * its length and its bytes. The file does not say how many there are: `vocabSize` is the model's.
 *
 * `encode` does what llama2.c's does: BOS first, since its models are trained on texts that begin with it and generate
 * from it; a space before the text (none if it is empty); characters without a token as their UTF-8 bytes;
 * then, as long as two neighbours make a token, the pair with the best score is joined, the first of equals. `decode`
 * shows no BOS or EOS and drops the one space after BOS, so that `decode(encode(text))` is `text`. `token` shows a byte that is
 * no whole character by its number, `<0xE2>`.
 *
 * Throws `bad-checkpoint` if the file is cut short or too long, or a length or score in it cannot be.
 */
export function readLlama2cTokenizer(file: FileBytes, vocabSize: number): Tokenizer {
  checkCount('vocabSize', vocabSize)
  const { pieces, scores } = parse(fileBytes(file, 'A tokenizer.bin'), vocabSize)
  const hasBytes = areBytes(pieces)
  const isByte = (id: number) => hasBytes && id >= FIRST_BYTE && id < FIRST_BYTE + BYTES
  const known = new Map<string, number>()
  // Control and byte tokens stand for more than their names: no text becomes one by being written like them.
  for (let id = pieces.length - 1; id > EOS; id--) if (!isByte(id)) known.set(pieces[id] as string, id)
  const merges = mergesByScore({ pieces, scores, ids: known }, isByte)

  const check = (id: number) => {
    if (Number.isInteger(id) && id in pieces) return id
    throw new GlassformerError('bad-tokens', say`Token ids run from 0 to ${vocabSize - 1}; got ${describe(id)}.`)
  }
  const bytes = (id: number) => (isByte(check(id)) ? Uint8Array.of(id - FIRST_BYTE) : fromBinary(pieces[id] as string))
  const encodeCharacter = (character: string): number[] => {
    const utf8 = utf8Bytes(character.codePointAt(0) as number)
    const id = known.get(String.fromCharCode(...utf8))
    if (id !== undefined) return [id]
    if (hasBytes) return utf8.map((byte) => FIRST_BYTE + byte)
    throw new GlassformerError(
      'bad-tokens',
      say`This tokenizer has no token for ${describe(character)}, nor tokens for single bytes. Leave it out.`,
    )
  }
  return {
    size: pieces.length,
    encode: (text) => {
      checkedText(text)
      const symbols = text === '' ? [] : [...` ${wellFormed(text)}`].flatMap(encodeCharacter)
      return [BOS, ...applyMerges(symbols, merges)]
    },
    decode: (ids) => {
      const out: number[] = []
      for (const [i, id] of checkedIds(ids).entries()) {
        if (check(id) === BOS || id === EOS) continue
        const own = bytes(id)
        for (const byte of ids[i - 1] === BOS && own[0] === 0x20 && !isByte(id) ? own.subarray(1) : own) out.push(byte)
      }
      return showUtf8(out)
    },
    token: (id) => (check(id) > EOS ? showUtf8(bytes(id)) : showUtf8(bytes(id)).trim()),
    bytes,
  }
}

/** Pieces as binary strings, one character a byte, so that they can be joined and looked up. */
function parse(bytes: Uint8Array, vocabSize: number): { pieces: string[]; scores: number[] } {
  const view = viewOfBytes(bytes)
  const pieces: string[] = []
  const scores: number[] = []
  const other = foreignFile(bytes)
  if (other) throw new GlassformerError('bad-checkpoint', say`This is no tokenizer.bin: ${other}.`)
  if (bytes.length < 4) throw bad(say`it has ${bytes.length} bytes, and the longest token's length takes 4`)
  const longest = view.getUint32(0, true)
  let at = 4
  for (let id = 0; id < vocabSize; id++) {
    if (at + 8 > bytes.length) throw bad(say`it ends in token ${id} of ${vocabSize}`)
    const score = view.getFloat32(at, true)
    const length = view.getUint32(at + 4, true)
    at += 8
    if (!Number.isFinite(score)) throw bad(say`the score of token ${id} is ${score}`)
    if (length > longest) throw bad(say`token ${id} has ${length} bytes, but it says that the longest has ${longest}`)
    if (at + length > bytes.length) throw bad(say`token ${id} of ${length} bytes goes past its end`)
    let piece = ''
    for (let i = at; i < at + length; i++) piece += String.fromCharCode(bytes[i]!)
    at += length
    pieces.push(piece)
    scores.push(score)
  }
  if (at !== bytes.length) throw bad(say`it goes on for ${bytes.length - at} bytes after ${vocabSize} tokens`)
  if (pieces.length <= EOS)
    throw bad(say`it needs tokens 0 to 2 for unknown, BOS and EOS, but the model has ${vocabSize}`)
  return { pieces, scores }
}

/** Whether tokens 3 to 258 are bytes: they are called `<0x41>` or, in older files, are the characters of those numbers. */
function areBytes(pieces: readonly string[]): boolean {
  const each = Array.from({ length: BYTES }, (_, byte) => byte)
  return [byteName, (byte: number) => String.fromCharCode(...utf8Bytes(byte))].some((name) =>
    each.every((byte) => pieces[FIRST_BYTE + byte] === name(byte)),
  )
}

function fromBinary(piece: string): Uint8Array {
  return Uint8Array.from(piece, (character) => character.charCodeAt(0))
}

function bad(what: Said): GlassformerError {
  return new GlassformerError(
    'bad-checkpoint',
    say`This is not a whole tokenizer.bin: ${clause(what)}. Take the file that belongs to the model.`,
  )
}
