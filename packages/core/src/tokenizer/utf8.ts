/** How many different bytes there are. */
export const BYTES = 256

const REPLACEMENT = '\uFFFD'

/** Replaces each surrogate that has no partner by U+FFFD, as `TextEncoder` does: such text has no UTF-8. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, REPLACEMENT)
}

/** The UTF-8 bytes of one code point, which must not be a surrogate. */
export function utf8Bytes(codePoint: number): number[] {
  if (codePoint < 0x80) return [codePoint]
  if (codePoint < 0x800) return [0xc0 | (codePoint >> 6), 0x80 | (codePoint & 63)]
  if (codePoint < 0x10000) return [0xe0 | (codePoint >> 12), 0x80 | ((codePoint >> 6) & 63), 0x80 | (codePoint & 63)]
  return [
    0xf0 | (codePoint >> 18),
    0x80 | ((codePoint >> 12) & 63),
    0x80 | ((codePoint >> 6) & 63),
    0x80 | (codePoint & 63),
  ]
}

/** The UTF-8 bytes of a text; surrogates without a partner become U+FFFD first. */
export function bytesOf(text: string): number[] {
  const bytes: number[] = []
  for (const character of wellFormed(text))
    for (const byte of utf8Bytes(character.codePointAt(0) as number)) bytes.push(byte)
  return bytes
}

/** Whether any text has this byte in its UTF-8: C0 and C1 would write what one byte can, F5 to FF what no code point is. */
export function isInUtf8(byte: number): boolean {
  return byte < 0xc0 || (byte > 0xc1 && byte < 0xf5)
}

/** A byte by its number, `<0xE2>`: the form that sentencepiece's vocabularies use themselves. */
export function byteName(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`
}

/** Bytes as text, where bytes that are no whole character show their numbers: `<0xE2><0x82>`. U+FFFD is never invented. */
export function showUtf8(bytes: ArrayLike<number>): string {
  return decodeUtf8(bytes, (start, end) => {
    let shown = ''
    for (let i = start; i < end; i++) shown += byteName(bytes[i]!)
    return shown
  })
}

/**
 * Text of UTF-8 bytes. A sequence that is cut short or not allowed becomes one U+FFFD for each of its longest valid
 * beginnings, as the WHATWG decoder does it (https://encoding.spec.whatwg.org/#utf-8-decoder); or what `broken` makes
 * of bytes `start` to `end - 1`.
 */
export function decodeUtf8(bytes: ArrayLike<number>, broken = (_start: number, _end: number) => REPLACEMENT): string {
  let text = ''
  let start = 0
  let codePoint = 0
  let missing = 0
  let lower = 0x80
  let upper = 0xbf
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!
    if (missing > 0) {
      if (byte >= lower && byte <= upper) {
        lower = 0x80
        upper = 0xbf
        codePoint = (codePoint << 6) | (byte & 63)
        if (--missing === 0) text += String.fromCodePoint(codePoint)
        continue
      }
      text += broken(start, i)
      missing = 0
      lower = 0x80
      upper = 0xbf
    }
    start = i
    if (byte < 0x80) text += String.fromCharCode(byte)
    else if (byte >= 0xc2 && byte <= 0xdf) [missing, codePoint] = [1, byte & 31]
    else if (byte >= 0xe0 && byte <= 0xef) {
      // E0 must not encode what two bytes can, and ED must not encode a surrogate.
      if (byte === 0xe0) lower = 0xa0
      if (byte === 0xed) upper = 0x9f
      missing = 2
      codePoint = byte & 15
    } else if (byte >= 0xf0 && byte <= 0xf4) {
      // F0 must not encode what three bytes can, and F4 nothing past U+10FFFF.
      if (byte === 0xf0) lower = 0x90
      if (byte === 0xf4) upper = 0x8f
      missing = 3
      codePoint = byte & 7
    } else text += broken(i, i + 1)
  }
  return missing > 0 ? text + broken(start, bytes.length) : text
}
