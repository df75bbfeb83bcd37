import type { Floats } from '../tensor/tensor'

export interface Coding {
  readonly bits: 8 | 4
  readonly symmetric: boolean
}

/** Whole numbers that stand for vectors of HS values each, and what they are multiplied by (and added to). */
export interface Codes {
  /** One byte for a code of 8 bits; two codes of 4 bits in a byte, the first in the lower half. */
  readonly codes: Uint8Array
  /** One for each vector. */
  readonly scales: Float32Array
  /** One for each vector if the coding is not symmetric. */
  readonly offsets: Float32Array
}

/** Bytes that the codes of one vector take. */
export function bytesOfCodes(HS: number, { bits }: Coding): number {
  return Math.ceil((HS * bits) / 8)
}

/**
 * Codes vectors `lo` to `hi - 1` of x [vectors, HS] as vectors from `at`. Symmetric: scale = max |x| / 127 (or 7), code =
 * round(x / scale) from -127 to 127 (-7 to 7), stored with 128 (8) added. Otherwise: scale = (max - min) / 255 (or 15),
 * code = round((x - min) / scale).
 */
export function encode(to: Codes, x: Floats, lo: number, hi: number, at: number, HS: number, coding: Coding): void {
  const { bits, symmetric } = coding
  const levels = symmetric ? 2 ** (bits - 1) - 1 : 2 ** bits - 1
  const bytes = bytesOfCodes(HS, coding)
  for (let row = lo; row < hi; row++) {
    const vector = at + row - lo
    let min = Infinity
    let max = -Infinity
    for (let i = row * HS; i < (row + 1) * HS; i++) {
      min = Math.min(min, x[i]!)
      max = Math.max(max, x[i]!)
    }
    // Rounded first, so that values are coded with the very scale that will decode them.
    const scale = Math.fround((symmetric ? Math.max(max, -min) : max - min) / levels)
    const offset = symmetric ? 0 : Math.fround(min)
    to.scales[vector] = scale
    if (!symmetric) to.offsets[vector] = offset
    to.codes.fill(0, vector * bytes, (vector + 1) * bytes)
    for (let i = 0; i < HS; i++) {
      const value = x[row * HS + i]! - offset
      const level = scale > 0 ? Math.round(value / scale) : 0
      const least = symmetric ? -levels : 0
      const code = Math.min(levels, Math.max(least, level)) + (symmetric ? levels + 1 : 0)
      const byte = vector * bytes + (bits === 8 ? i : i >> 1)
      to.codes[byte] = to.codes[byte]! | (bits === 4 && i % 2 ? code << 4 : code)
    }
  }
}

/** What vectors `lo` to `hi - 1` decode to, into out [hi - lo, HS]: code * scale (+ offset). */
export function decode(out: Floats, from: Codes, lo: number, hi: number, HS: number, coding: Coding): void {
  const { bits, symmetric } = coding
  const { codes, scales, offsets } = from
  const bytes = bytesOfCodes(HS, coding)
  const zero = symmetric ? 2 ** (bits - 1) : 0
  for (let vector = lo; vector < hi; vector++) {
    const scale = scales[vector]!
    const offset = symmetric ? 0 : offsets[vector]!
    const at = vector * bytes
    const to = (vector - lo) * HS
    if (bits === 8) for (let i = 0; i < HS; i++) out[to + i] = (codes[at + i]! - zero) * scale + offset
    else
      for (let i = 0; i < HS; i += 2) {
        const pair = codes[at + (i >> 1)]!
        out[to + i] = ((pair & 15) - zero) * scale + offset
        if (i + 1 < HS) out[to + i + 1] = ((pair >> 4) - zero) * scale + offset
      }
  }
}
