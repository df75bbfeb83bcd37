/**
 * A PNG of one byte per pixel through a 256-colour palette, as a data URI: the server's first frame of a heatmap.
 * Blocks are stored, not compressed, so that no zlib is needed where it renders. Index 0 with `transparentZero` is clear.
 * Format: PNG specification (third edition), sections 5, 9 to 11; zlib wrapper: RFC 1950, stored blocks: RFC 1951.
 */
export function pngDataUri(
  pixels: Uint8Array,
  width: number,
  height: number,
  palette: Uint8Array,
  alpha?: Uint8Array,
): string {
  const raw = new Uint8Array(height * (width + 1))
  for (let y = 0; y < height; y++) raw.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1)
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  header.set([8, 3, 0, 0, 0], 8) // 8 bits a sample, palette colours, no interlace
  const parts = [
    Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10),
    chunk('IHDR', header),
    chunk('PLTE', palette),
    ...(alpha ? [chunk('tRNS', alpha)] : []),
    chunk('IDAT', stored(raw)),
    chunk('IEND', new Uint8Array(0)),
  ]
  let binary = ''
  for (const part of parts) for (const byte of part) binary += String.fromCharCode(byte)
  return `data:image/png;base64,${btoa(binary)}`
}

function stored(raw: Uint8Array): Uint8Array {
  const BLOCK = 65535
  const blocks = Math.max(1, Math.ceil(raw.length / BLOCK))
  const out = new Uint8Array(2 + blocks * 5 + raw.length + 4)
  const view = new DataView(out.buffer)
  out.set([0x78, 0x01])
  let at = 2
  for (let b = 0; b < blocks; b++) {
    const part = raw.subarray(b * BLOCK, (b + 1) * BLOCK)
    out[at] = b === blocks - 1 ? 1 : 0
    view.setUint16(at + 1, part.length, true)
    view.setUint16(at + 3, ~part.length & 0xffff, true)
    out.set(part, at + 5)
    at += 5 + part.length
  }
  let a = 1
  let sum = 0
  for (const byte of raw) {
    a = (a + byte) % 65521
    sum = (sum + a) % 65521
  }
  view.setUint32(at, sum * 65536 + a)
  return out
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(12 + data.length)
  const view = new DataView(out.buffer)
  view.setUint32(0, data.length)
  for (let i = 0; i < 4; i++) out[4 + i] = type.charCodeAt(i)
  out.set(data, 8)
  view.setUint32(8 + data.length, crc32(out.subarray(4, 8 + data.length)))
  return out
}

function crc32(bytes: Uint8Array): number {
  let crc = -1
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}
