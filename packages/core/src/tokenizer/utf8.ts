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

/**
 * Text of UTF-8 bytes. A sequence that is cut short or not allowed becomes one U+FFFD for each of its longest valid
 * beginnings, as the WHATWG decoder does it (https://encoding.spec.whatwg.org/#utf-8-decoder).
 */
export function decodeUtf8(bytes: readonly number[]): string {
  let text = ''
  let codePoint = 0
  let missing = 0
  let lower = 0x80
  let upper = 0xbf
  for (const byte of bytes) {
    if (missing > 0) {
      if (byte >= lower && byte <= upper) {
        lower = 0x80
        upper = 0xbf
        codePoint = (codePoint << 6) | (byte & 63)
        if (--missing === 0) text += String.fromCodePoint(codePoint)
        continue
      }
      text += REPLACEMENT
      missing = 0
      lower = 0x80
      upper = 0xbf
    }
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
    } else text += REPLACEMENT
  }
  return missing > 0 ? text + REPLACEMENT : text
}
