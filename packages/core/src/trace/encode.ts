import { type ModelConfig, resolveConfig } from '../model/config'
import { checkOption, GlassformerError, said } from '../tensor/errors'
import { clause, type Said, say } from '../tensor/say'
import { checkTraceShape, reviveTrace, type TraceData } from './make'
import type { Trace } from './types'
import { validateTrace } from './validate'

/** The first four bytes of an encoded trace, "GFT1". */
const MAGIC = 0x31544647
const PREFIX_BYTES = 8
const ALIGN = 8

/** The arrays that a trace may hold, by the key that stands for one in the header. */
const ARRAYS = { $f4: Float32Array, $f8: Float64Array, $u1: Uint8Array } as const
type ArrayKey = keyof typeof ARRAYS

/**
 * A trace as bytes: "GFT1", the length of the header, the header (JSON in ASCII, in which `{ "$f4": [offset, length] }`
 * stands for an array of float32, `$f8` for float64 and `$u1` for bytes; `{ "$n": "-Infinity" }` for a number that JSON
 * has not), and the arrays, little-endian, each at a multiple of 8 bytes. Every number is kept to the bit.
 */
export function encodeTrace(trace: TraceData): Uint8Array {
  const arrays: { offset: number; data: ArrayBufferView }[] = []
  let size = 0
  const json = stringify(trace, (_, value) => {
    if (typeof value === 'number' && !Number.isFinite(value)) return { $n: String(value) }
    const key = (Object.keys(ARRAYS) as ArrayKey[]).find((name) => value instanceof ARRAYS[name])
    if (!key) return value
    const offset = size
    const data = value as Float32Array
    arrays.push({ offset, data })
    size += Math.ceil(data.byteLength / ALIGN) * ALIGN
    return { [key]: [offset, data.length] }
  })
  const ascii = json.replace(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const header = ascii.padEnd(Math.ceil(ascii.length / ALIGN) * ALIGN)
  const start = PREFIX_BYTES + header.length
  const bytes = new Uint8Array(start + size)
  const prefix = new DataView(bytes.buffer)
  prefix.setUint32(0, MAGIC, true)
  prefix.setUint32(4, header.length, true)
  for (let i = 0; i < header.length; i++) bytes[PREFIX_BYTES + i] = header.charCodeAt(i)
  for (const { offset, data } of arrays)
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start + offset)
  return bytes
}

function stringify(trace: TraceData, replace: (key: string, value: unknown) => unknown): string {
  checkTraceShape(trace)
  try {
    return JSON.stringify(trace, replace)
  } catch (error) {
    // It goes round in a circle, or holds what JSON cannot.
    throw new GlassformerError('bad-trace', say`This trace cannot be written: ${said(error)}.`)
  }
}

/** Reads what `encodeTrace` wrote, and validates it. Throws `bad-trace` if it is cut short or something else. */
export function decodeTrace(bytes: Uint8Array): Trace {
  checkOption('The bytes of a trace', bytes, bytes instanceof Uint8Array, 'a Uint8Array', 'bad-trace')
  const prefix = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < PREFIX_BYTES || prefix.getUint32(0, true) !== MAGIC)
    throw bad(`they do not begin with "GFT1"; give what encodeTrace returned`)
  const start = PREFIX_BYTES + prefix.getUint32(4, true)
  if (bytes.length < start) throw bad(say`they are cut short: the header alone needs ${start} bytes`)
  let header = ''
  for (let i = PREFIX_BYTES; i < start; i++) header += String.fromCharCode(bytes[i]!)
  // A copy of its own, so that every array begins at a multiple of its element's size.
  const payload = new Uint8Array(bytes.subarray(start)).buffer
  const arrayAt = (key: ArrayKey, at: readonly [number, number]) => {
    const Type = ARRAYS[key]
    const end = at[0] + at[1] * Type.BYTES_PER_ELEMENT
    if (!(Math.ceil(end / ALIGN) * ALIGN <= payload.byteLength))
      throw bad(say`they are cut short: an array ends at byte ${start + end}`)
    return new Type(payload, ...at)
  }
  let trace: TraceData
  try {
    trace = JSON.parse(header, (_, value) => {
      if (value?.$n) return Number(value.$n)
      const key = value && (Object.keys(ARRAYS) as ArrayKey[]).find((name) => value[name])
      return key ? arrayAt(key, value[key]) : value
    })
  } catch (error) {
    throw error instanceof GlassformerError ? error : bad(say`their header cannot be read: ${(error as Error).message}`)
  }
  trace = renamed(trace)
  validateTrace(trace)
  // Older traces have a config without some of the settings of today, which were what are their defaults now.
  return reviveTrace({ ...trace, config: resolveConfig(trace.config) } as TraceData)
}

/** What was `layerNormEps` in 0.1.0 is `normEps` now. */
function renamed(trace: TraceData): TraceData {
  const { layerNormEps: normEps, ...config } = (trace?.config ?? {}) as ModelConfig & { readonly layerNormEps?: number }
  return normEps === undefined ? trace : { ...trace, config: { ...config, normEps: config.normEps ?? normEps } }
}

function bad(what: Said): GlassformerError {
  return new GlassformerError('bad-trace', say`These bytes are not a trace: ${clause(what)}.`)
}
