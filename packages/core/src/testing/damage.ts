import fc from 'fast-check'
import { expect } from 'vitest'
import type { Checkpoint } from '../checkpoint/checkpoint'
import { resolveConfig } from '../model/config'
import { countParameters } from '../model/parameters'
import { GlassformerError } from '../tensor/errors'
import { bytesOf, decodeUtf8 } from '../tokenizer/utf8'

/** What a safetensors file says of a tensor; `unknown`, since tests say other things. */
export interface HeaderEntry {
  dtype: unknown
  shape: unknown
  data_offsets: unknown
}

/** A safetensors file's header and data, by a reading that checks nothing and shares nothing with the reader. */
export function takeApart(file: Uint8Array): { header: Record<string, HeaderEntry>; data: Uint8Array } {
  const end = 8 + Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true))
  return { header: JSON.parse(decodeUtf8(file.subarray(8, end))), data: file.subarray(end) }
}

/** A file of this header and data. */
export function putTogether(header: string, data: Uint8Array): Uint8Array {
  const text = bytesOf(header)
  const file = new Uint8Array(8 + text.length + data.length)
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true)
  file.set(text, 8)
  file.set(data, 8 + text.length)
  return file
}

/** Bytes of a file set, cut out and put in: anywhere, but as often as not in its first 400. */
export function anyDamage(file: Uint8Array): fc.Arbitrary<Uint8Array> {
  const { length } = file
  const change = fc.record({
    at: fc.oneof(fc.nat(length), fc.nat(Math.min(length, 400))),
    cut: fc.oneof(fc.constant(0), fc.nat(9), fc.nat(length)),
    put: fc.uint8Array({ maxLength: 9 }),
  })
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    let bytes = Array.from(file)
    for (const { at, cut, put } of changes)
      bytes = [...bytes.slice(0, at), ...put, ...bytes.slice(at + (cut || put.length))]
    return Uint8Array.from(bytes)
  })
}

/** Passes if this ends in a model of finite numbers, or in the refusal of a bad checkpoint. */
export function attempt(read: () => Checkpoint): void {
  try {
    const { config, params, tokenizer } = read()
    expect(params.every(Number.isFinite)).toBe(true)
    expect(params).toHaveLength(countParameters(resolveConfig(config)))
    if (tokenizer) for (let id = 0; id < tokenizer.size; id++) expect(typeof tokenizer.token(id)).toBe('string')
  } catch (error) {
    if (!(error instanceof GlassformerError) || error.code !== 'bad-checkpoint') throw error
  }
}

/** A copy of the file with one 32-bit integer, the one at `index` of them, set. */
export function withInt32(file: Uint8Array, index: number, value: number): Uint8Array {
  const copy = file.slice()
  new DataView(copy.buffer).setInt32(4 * index, value, true)
  return copy
}

/** A copy of the file with a float32 set, at this byte. */
export function withFloat32(file: Uint8Array, at: number, value: number): Uint8Array {
  const copy = file.slice()
  new DataView(copy.buffer).setFloat32(at, value, true)
  return copy
}
