import type { Floats } from '../tensor/tensor'

/** Bytes of one value, by the names that safetensors gives its types. */
export const DTYPE_BYTES: ReadonlyMap<string, number> = new Map([
  ...['BOOL', 'U8', 'I8', 'F8_E4M3', 'F8_E5M2'].map((name) => [name, 1] as const),
  ...['I16', 'U16', 'F16', 'BF16'].map((name) => [name, 2] as const),
  ...['I32', 'U32', 'F32'].map((name) => [name, 4] as const),
  ...['I64', 'U64', 'F64'].map((name) => [name, 8] as const),
])

/** What weights can be read from. */
export const FLOAT_DTYPES = ['F32', 'F16', 'BF16', 'F64'] as const
export type FloatDtype = (typeof FLOAT_DTYPES)[number]

/** What weights can be written as: IEEE 754 single and half, and the upper half of a single. */
export const WRITTEN_DTYPES = ['F32', 'F16', 'BF16'] as const
export type WrittenDtype = (typeof WRITTEN_DTYPES)[number]

export function isFloatDtype(dtype: string): dtype is FloatDtype {
  return (FLOAT_DTYPES as readonly string[]).includes(dtype)
}

/** The values of all halves, made when the first is read. */
let halves: Float32Array | undefined

const word = new Uint32Array(1)
const single = new Float32Array(word.buffer)

/** `size` values, little-endian. Float64 is rounded to float32, in which the library runs; the others are exact. */
export function decodeFloats(view: DataView, dtype: FloatDtype, size: number): Float32Array {
  const values = new Float32Array(size)
  if (dtype === 'F32') for (let i = 0; i < size; i++) values[i] = view.getFloat32(4 * i, true)
  else if (dtype === 'F64') for (let i = 0; i < size; i++) values[i] = view.getFloat64(8 * i, true)
  else if (dtype === 'F16') {
    halves ??= Float32Array.from({ length: 0x10000 }, (_, bits) => fromHalf(bits))
    for (let i = 0; i < size; i++) values[i] = halves[view.getUint16(2 * i, true)]!
  } else {
    const words = new Uint32Array(values.buffer)
    for (let i = 0; i < size; i++) words[i] = view.getUint16(2 * i, true) << 16
  }
  return values
}

/**
 * Writes values little-endian, rounding to the nearest, halfway cases to the even one. Returns the index of the first value
 * that this type cannot hold (not finite, or rounded to infinity), or -1.
 */
export function encodeFloats(view: DataView, dtype: WrittenDtype, values: Floats): number {
  for (let i = 0; i < values.length; i++) {
    single[0] = values[i]!
    if (!Number.isFinite(single[0])) return i
    if (dtype === 'F32') {
      view.setFloat32(4 * i, single[0], true)
      continue
    }
    const half = dtype === 'F16' ? toHalf(word[0]!) : toBrainHalf(word[0]!)
    if ((half & 0x7fff) >= (dtype === 'F16' ? 0x7c00 : 0x7f80)) return i
    view.setUint16(2 * i, half, true)
  }
  return -1
}

/** 1 bit of sign, 5 of exponent (15 is 2^0; 0 is subnormal; 31 is infinite or NaN), 10 of fraction. */
function fromHalf(bits: number): number {
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  const size =
    exponent === 31
      ? fraction
        ? Number.NaN
        : Number.POSITIVE_INFINITY
      : exponent
        ? (1024 + fraction) * POWERS[exponent]!
        : fraction * 2 ** -24
  return bits & 0x8000 ? -size : size
}

const POWERS = Float64Array.from({ length: 31 }, (_, exponent) => 2 ** (exponent - 25))

/** The bits of a float32 as those of the nearest half. */
function toHalf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000
  const size = bits & 0x7fffffff
  // From 65520 on, the nearest half is infinite.
  if (size >= 0x477ff000) return sign | 0x7c00
  // Below 2^-14 halves are whole multiples of 2^-24.
  if (size < 0x38800000) return sign | roundToEven(Math.abs(single[0]!) * 2 ** 24)
  // Half of the last place that stays, less one bit unless that place is odd; the sum carries into the exponent by itself.
  return sign | ((size + 0xfff + ((size >>> 13) & 1) - 0x38000000) >>> 13)
}

function toBrainHalf(bits: number): number {
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16
}

function roundToEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor
}
