import type { ModelConfig } from '../model/config'
import { parameterLayout, parameterRow } from '../model/parameters'
import { GlassformerError } from '../tensor/errors'
import type { Floats } from '../tensor/tensor'

/**
 * Small text for small models. Parameters lie in blocks of up to `dModel` values that share a scale; each value is a
 * whole number times its block's scale. Weights are one digit of base 64 (-31 to 31), biases and norms, which are few,
 * two digits (-2047 to 2047). First come the scales of all blocks, each the upper 16 bits of a float32 in three
 * digits; then the numbers. One digit per weight, rather than packed bits, leaves gzip something to find.
 */
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const SCALE_DIGITS = 3

interface Block {
  readonly offset: number
  readonly size: number
  /** Digits for each number. */
  readonly digits: number
}

function blocksOf(config: ModelConfig): Block[] {
  return parameterLayout(config).entries.flatMap(({ name, offset, size }) => {
    const blocks: Block[] = []
    for (let at = 0; at < size; at += config.dModel)
      blocks.push({
        offset: offset + at,
        size: Math.min(config.dModel, size - at),
        digits: parameterRow(name)?.decay ? 1 : 2,
      })
    return blocks
  })
}

/** The largest whole number of so many digits. Numbers are written plus this, so that digits have no sign. */
const limitOf = (digits: number) => 2 ** (6 * digits - 1) - 1

function write(value: number, digits: number): string {
  let text = ''
  for (let d = digits - 1; d >= 0; d--) text += DIGITS[(value >> (6 * d)) & 63]
  return text
}

function largestOf(values: Floats): number {
  let largest = 0
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i] as number))
  return largest
}

/** Parameters of this config as text; the error of each is at most half its block's largest value over 31. */
export function quantize(config: ModelConfig, params: Floats): string {
  let scales = ''
  let numbers = ''
  const bits = new Uint32Array(1)
  const scale = new Float32Array(bits.buffer)
  for (const { offset, size, digits } of blocksOf(config)) {
    const values = params.subarray(offset, offset + size)
    const limit = limitOf(digits)
    scale[0] = largestOf(values) / limit
    // Rounded up to 16 bits, so that the largest value still fits.
    const upper = ((bits[0] as number) + 0xffff) >>> 16
    scales += write(upper, SCALE_DIGITS)
    bits[0] = upper << 16
    for (const value of values) numbers += write(scale[0] === 0 ? limit : Math.round(value / scale[0]) + limit, digits)
  }
  return scales + numbers
}

/** What `quantize` wrote, as parameters. Throws `bad-checkpoint` if the text is too short, too long or damaged. */
export function dequantize(config: ModelConfig, text: string): Float32Array {
  const blocks = blocksOf(config)
  const expected = blocks.reduce((sum, { size, digits }) => sum + SCALE_DIGITS + size * digits, 0)
  if (text.length !== expected)
    throw new GlassformerError(
      'bad-checkpoint',
      `Quantised weights of this config are ${expected} characters; got ${text.length}. Take the whole file, and its own config.`,
    )
  const digitOf = new Int8Array(128).fill(-1)
  for (let i = 0; i < DIGITS.length; i++) digitOf[DIGITS.charCodeAt(i)] = i
  const read = (at: number, digits: number) => {
    let value = 0
    for (let i = at; i < at + digits; i++) {
      const digit = digitOf[text.charCodeAt(i)] ?? -1
      if (digit < 0)
        throw new GlassformerError(
          'bad-checkpoint',
          `Quantised weights are digits of base 64; got ${JSON.stringify(text[i])} at ${i}. The file is damaged.`,
        )
      value = value * 64 + digit
    }
    return value
  }
  const params = new Float32Array(parameterLayout(config).size)
  const bits = new Uint32Array(1)
  const scale = new Float32Array(bits.buffer)
  let at = blocks.length * SCALE_DIGITS
  for (const [index, { offset, size, digits }] of blocks.entries()) {
    bits[0] = read(index * SCALE_DIGITS, SCALE_DIGITS) << 16
    if (!Number.isFinite(scale[0] as number))
      throw new GlassformerError('bad-checkpoint', `The scale of block ${index} is ${scale[0]}. The file is damaged.`)
    for (let i = offset; i < offset + size; i++) {
      params[i] = (read(at, digits) - limitOf(digits)) * (scale[0] as number)
      at += digits
    }
  }
  return params
}
