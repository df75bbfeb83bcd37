import { decodeUtf8 } from '../tokenizer/utf8'

/** Tensors are objects in an object, and their shapes are arrays: 3 deep. One more is let through, for the message. */
const MAX_DEPTH = 4
const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a]
const OPENING = new Set([0x5b, 0x7b])
const CLOSING = new Set([0x5d, 0x7d])

/**
 * Parses JSON of a file that nobody vouches for: nesting is bounded before anything is built, and no name may be there
 * twice in one object, of which `JSON.parse` would silently keep the last. `fail` makes the error to throw.
 */
export function parseHeader(bytes: Uint8Array, fail: (what: string) => Error): unknown {
  const colons = countColons(bytes, fail)
  const text = textOf(bytes)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw fail(`its header is not JSON (${(error as Error).message.slice(0, 120)})`)
  }
  // Each name of an object has one colon, so that there are more colons than names if a name was dropped.
  if (colons !== countNames(json)) throw fail(`a name is there twice in its header: ${repeatedName(text)}`)
  return json
}

/** Headers are nearly always ASCII alone, which is taken in large pieces. */
function textOf(bytes: Uint8Array): string {
  if (bytes.some((byte) => byte > 0x7f)) return decodeUtf8(bytes)
  let text = ''
  for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096))
  return text
}

/** The number of colons outside strings, in one pass. */
function countColons(bytes: Uint8Array, fail: (what: string) => Error): number {
  let colons = 0
  let depth = 0
  let inString = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!
    if (inString) {
      if (byte === BACKSLASH) i++
      else if (byte === QUOTE) inString = false
    } else if (byte === QUOTE) inString = true
    else if (byte === COLON) colons++
    else if (OPENING.has(byte)) {
      if (++depth > MAX_DEPTH) throw fail(`its header is nested more than ${MAX_DEPTH} deep`)
    } else if (CLOSING.has(byte)) depth--
  }
  return colons
}

function countNames(json: unknown): number {
  if (typeof json !== 'object' || json === null) return 0
  const items = Object.values(json)
  return items.reduce((sum: number, item) => sum + countNames(item), Array.isArray(json) ? 0 : items.length)
}

/** A tensor's name that comes twice; for a repeated field inside of one, what there is to say of it. */
function repeatedName(text: string): string {
  const seen = new Set<string>()
  for (const [, name = ''] of text.matchAll(/"([^"\\]*)"\s*:\s*\{/g)) {
    if (seen.has(name)) return `"${name.slice(0, 80)}"`
    seen.add(name)
  }
  return 'a field of one of its tensors'
}
