import { inflateSync } from 'node:zlib'

/** Undoes a PNG line's filter in place; `up` is the line above, `step` the bytes of a pixel. */
function unfilter(kind, line, up, step) {
  for (let i = 0; i < line.length; i += 1) {
    const a = i >= step ? line[i - step] : 0
    const b = up ? up[i] : 0
    const c = up && i >= step ? up[i - step] : 0
    const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)]
    const paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c
    line[i] = (line[i] + [0, a, b, (a + b) >> 1, paeth][kind]) & 255
  }
}

/** The pixels of a screenshot: 8 bits, RGB or RGBA, not interlaced. Returns width, height and RGB bytes. */
export function readPng(bytes) {
  const parts = []
  let width = 0
  let height = 0
  let step = 0
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    const kind = bytes.toString('latin1', at + 4, at + 8)
    const data = bytes.subarray(at + 8, at + 8 + length)
    if (kind === 'IHDR') {
      width = data.readUInt32BE(0)
      height = data.readUInt32BE(4)
      step = data[9] === 6 ? 4 : data[9] === 2 ? 3 : 0
      if (data[8] !== 8 || step === 0 || data[12] !== 0)
        throw new Error('The PNG is no screenshot as Chromium makes them.')
    }
    if (kind === 'IDAT') parts.push(data)
    at += 12 + length
  }
  const raw = inflateSync(Buffer.concat(parts))
  const rgb = new Uint8Array(width * height * 3)
  let up
  for (let y = 0; y < height; y += 1) {
    const start = y * (1 + width * step)
    const line = raw.subarray(start + 1, start + 1 + width * step)
    unfilter(raw[start], line, up, step)
    for (let x = 0; x < width; x += 1) for (let k = 0; k < 3; k += 1) rgb[(y * width + x) * 3 + k] = line[x * step + k]
    up = line
  }
  return { width, height, rgb }
}

/** How many pixels have a colour of their own: neither grey nor a tint of paper. */
export function colouredPixels({ rgb }) {
  let count = 0
  for (let at = 0; at < rgb.length; at += 3) {
    const [r, g, b] = [rgb[at], rgb[at + 1], rgb[at + 2]]
    if (Math.max(r, g, b) - Math.min(r, g, b) > 48) count += 1
  }
  return count
}

/** The share of pixels in which two pictures differ visibly; pictures of different sizes differ in all. */
export function differingShare(one, other) {
  if (one.width !== other.width || one.height !== other.height) return 1
  let count = 0
  for (let at = 0; at < one.rgb.length; at += 3) {
    const far = [0, 1, 2].some((k) => Math.abs(one.rgb[at + k] - other.rgb[at + k]) > 32)
    if (far) count += 1
  }
  return count / (one.width * one.height)
}

/** The mean lightness of a picture, from 0 to 1. */
export function lightness({ rgb }) {
  let sum = 0
  for (const value of rgb) sum += value
  return sum / (255 * rgb.length)
}
