import { say } from '../../tensor/say'
import { BYTES, byteName, bytesOf, isInUtf8 } from '../utf8'
import { alphabetBytes, BYTE_CHARACTERS } from './byteAlphabet'
import { refuse, steps } from './checks'
import { readLeadingSpaces } from './decoders'
import type { Vocabulary } from './vocabulary'

/** What the two kinds of files do differently. */
export interface Kind {
  readonly leadingSpaces: number
  /** Bytes of a vocabulary's entry. */
  bytes(entry: string): number[]
  /** Bytes of an added token. */
  addedBytes(content: string): number[]
  /** A chunk as an entry of the vocabulary is written. */
  entryOf(chunk: string): string
  /** The smallest tokens of a chunk, which merges join. */
  pieces(chunk: string): number[]
}

/** Entries are written in GPT-2's alphabet of bytes. */
export function byteLevel({ ids }: Vocabulary, decoder: unknown): Kind {
  for (const [i, step] of steps(decoder, 'decoder', 'decoders').entries())
    if (step.type !== 'ByteLevel') throw refuse(`decoder ${i}`, step, 'ByteLevel, as pre_tokenizer is')
  const byteIds = BYTE_CHARACTERS.map((character, byte) => byteId(ids, character, byte))
  return {
    leadingSpaces: 0,
    bytes: alphabetBytes,
    addedBytes: bytesOf,
    entryOf: (chunk) =>
      bytesOf(chunk)
        .map((byte) => BYTE_CHARACTERS[byte])
        .join(''),
    pieces: (chunk) => bytesOf(chunk).map((byte) => byteIds[byte]!),
  }
}

/** Entries are text with `▁` for spaces; characters that have no entry are made of entries `<0x00>` to `<0xFF>`. */
export function sentencePiece({ ids }: Vocabulary, decoder: unknown): Kind {
  const names = Array.from({ length: BYTES }, (_, byte) => byteName(byte))
  const byteIds = names.map((name, byte) => byteId(ids, name, byte))
  const byteOf = new Map(names.map((name, byte) => [name, byte]))
  const spaced = (entry: string) => bytesOf(entry.replaceAll('▁', ' '))
  return {
    leadingSpaces: readLeadingSpaces(decoder),
    bytes: (entry) => {
      const byte = byteOf.get(entry)
      return byte === undefined ? spaced(entry) : [byte]
    },
    addedBytes: spaced,
    entryOf: (chunk) => chunk,
    pieces: (chunk) =>
      [...chunk].flatMap((character) => {
        const id = ids.get(character)
        return id === undefined ? bytesOf(character).map((byte) => byteIds[byte]!) : [id]
      }),
  }
}

/** The id of a byte. None is needed for those that no text has. */
function byteId(ids: ReadonlyMap<string, number>, entry: string, byte: number): number | undefined {
  const id = ids.get(entry)
  if (id !== undefined || !isInUtf8(byte)) return id
  throw refuse(`model.vocab["${entry}"]`, id, say`there: without byte ${byte}, some text would have no tokens`)
}
