import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pngDataUri } from './png'

interface Chunk {
  readonly type: string
  readonly data: Buffer
}

/** Reads the chunks back, as a viewer would, checking every checksum against a second implementation. */
function chunksOf(uri: string): readonly Chunk[] {
  const bytes = Buffer.from(uri.replace('data:image/png;base64,', ''), 'base64')
  expect([...bytes.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10])
  const chunks: Chunk[] = []
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    const body = bytes.subarray(at + 4, at + 8 + length)
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(slowCrc(body))
    chunks.push({ type: body.toString('latin1', 0, 4), data: body.subarray(4) })
    at += 12 + length
  }
  return chunks
}

/** CRC-32 as long division over bits, highest term first. */
function slowCrc(bytes: Buffer): number {
  let remainder = 0n
  const message = [...bytes, 0, 0, 0, 0]
  message.forEach((byte, index) => {
    const value = index < 4 ? byte ^ 0xff : byte
    for (let bit = 0; bit < 8; bit++) {
      remainder = (remainder << 1n) | BigInt((value >> bit) & 1)
      if (remainder >> 32n) remainder ^= 0x104c11db7n
    }
  })
  let reflected = 0
  for (let bit = 0; bit < 32; bit++) if ((remainder >> BigInt(bit)) & 1n) reflected |= 1 << (31 - bit)
  return ~reflected >>> 0
}

describe('pngDataUri', () => {
  it('holds exactly the pixels, at any size', () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 300 }))
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 250 }), ([width, height], step) => {
        const pixels = Uint8Array.from({ length: width * height }, (_, i) => (i * step) % 256)
        const chunks = chunksOf(pngDataUri(pixels, width, height, new Uint8Array(768)))
        expect(chunks.map(({ type }) => type)).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND'])
        const raw = inflateSync(chunks[2]?.data ?? Buffer.alloc(0))
        expect(raw.length).toBe(height * (width + 1))
        for (let y = 0; y < height; y++) {
          expect(raw[y * (width + 1)]).toBe(0)
          const row = raw.subarray(y * (width + 1) + 1, (y + 1) * (width + 1))
          expect(Buffer.compare(row, pixels.subarray(y * width, (y + 1) * width))).toBe(0)
        }
      }),
      { numRuns: 12 },
    )
  })

  it('carries the palette and its transparency', () => {
    const palette = Uint8Array.from({ length: 768 }, (_, i) => i % 251)
    const alpha = Uint8Array.from({ length: 256 }, (_, i) => 255 - i)
    const chunks = chunksOf(pngDataUri(new Uint8Array(4), 2, 2, palette, alpha))
    expect([...(chunks.find(({ type }) => type === 'PLTE')?.data ?? [])]).toEqual([...palette])
    expect([...(chunks.find(({ type }) => type === 'tRNS')?.data ?? [])]).toEqual([...alpha])
    const header = chunks[0]?.data
    expect([header?.readUInt32BE(0), header?.readUInt32BE(4), header?.[8], header?.[9]]).toEqual([2, 2, 8, 3])
  })
})
