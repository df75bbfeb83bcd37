import { BYTES, bytesOf } from '../utf8'

/**
 * GPT-2 writes each byte as one visible character, so that a vocabulary can be a text file: printable Latin-1 bytes are
 * themselves, and the 68 others are the characters from U+0100 on. A space is `Ġ`, a line break `Ċ`.
 *
 * Source: `bytes_to_unicode` in https://github.com/openai/gpt-2/blob/master/src/encoder.py
 */
export const BYTE_CHARACTERS: readonly string[] = alphabet()

const BYTE_OF = new Map(BYTE_CHARACTERS.map((character, byte) => [character, byte]))

function alphabet(): string[] {
  let hidden = 0
  return Array.from({ length: BYTES }, (_, byte) => {
    const visible = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad)
    return String.fromCharCode(visible ? byte : 0x100 + hidden++)
  })
}

/** The bytes that a vocabulary's entry stands for; an entry outside of the alphabet is plain text. */
export function alphabetBytes(entry: string): number[] {
  const bytes: number[] = []
  for (const character of entry) {
    const byte = BYTE_OF.get(character)
    if (byte === undefined) return bytesOf(entry)
    bytes.push(byte)
  }
  return bytes
}
