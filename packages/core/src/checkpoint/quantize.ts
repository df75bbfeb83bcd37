import type { ModelConfig } from '../model/config'
import { parameterLayout, parameterRow } from '../model/parameters'
import { GlassformerError } from '../tensor/errors'
import { say } from '../tensor/say'
import type { Floats } from '../tensor/tensor'
import { createBitReader, createBitWriter, digitsFor } from './bitText'

/*
 * Small text for small models. Parameters lie in blocks of up to `dModel` values that share a scale; each value is a
 * whole number times its block's scale. First come the scales of all blocks, each the upper 16 bits of a float32 in
 * three digits; then the numbers. Biases and norms, which are few, have 12 bits: from -2047 to 2047.
 */

/**
 * Bits of a weight: 6 (from -31 to 31, one digit of base 64 each, which leaves gzip something to find) or 8 (from -127
 * to 127).
 */
export type WeightBits = 6 | 8

const SCALE_BITS = 18
const FINE_BITS = 12

interface Block {
  readonly offset: number
  readonly size: number
  /** Bits of each number. */
  readonly bits: number
}

function blocksOf(config: ModelConfig, weightBits: WeightBits): Block[] {
  return parameterLayout(config).entries.flatMap(({ name, offset, size }) => {
    const blocks: Block[] = []
    for (let at = 0; at < size; at += config.dModel)
      blocks.push({
        offset: offset + at,
        size: Math.min(config.dModel, size - at),
        bits: parameterRow(name)?.decay ? weightBits : FINE_BITS,
      })
    return blocks
  })
}

/** The largest whole number of so many bits. Numbers are written plus this, so that they have no sign. */
const limitOf = (bits: number) => 2 ** (bits - 1) - 1

function largestOf(values: Floats): number {
  let largest = 0
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!))
  return largest
}

/** Parameters of this config as text; the error of a weight is at most half its block's largest value over 31 (or 127). */
export function quantize(config: ModelConfig, params: Floats, weightBits: WeightBits = 6): string {
  const blocks = blocksOf(config, weightBits)
  const { write, text } = createBitWriter()
  const word = new Uint32Array(1)
  const scale = new Float32Array(word.buffer)
  const scales = blocks.map(({ offset, size, bits }) => {
    scale[0] = largestOf(params.subarray(offset, offset + size)) / limitOf(bits)
    // Rounded up to 16 bits, so that the largest value still fits.
    const upper = (word[0]! + 0xffff) >>> 16
    write(upper, SCALE_BITS)
    word[0] = upper << 16
    return scale[0]!
  })
  for (const [index, { offset, size, bits }] of blocks.entries()) {
    const step = scales[index]!
    for (let i = offset; i < offset + size; i++)
      write((step === 0 ? 0 : Math.round(params[i]! / step)) + limitOf(bits), bits)
  }
  return text()
}

/** What `quantize` wrote, as parameters. Throws `bad-checkpoint` if the text is too short, too long or damaged. */
export function dequantize(config: ModelConfig, text: string, weightBits: WeightBits = 6): Float32Array {
  const blocks = blocksOf(config, weightBits)
  const expected = digitsFor(blocks.reduce((sum, { size, bits }) => sum + SCALE_BITS + size * bits, 0))
  if (text.length !== expected)
    throw new GlassformerError(
      'bad-checkpoint',
      say`Quantised weights of this config are ${expected} characters; got ${text.length}. Take the whole file, and its own config.`,
    )
  const { read } = createBitReader(text)
  const word = new Uint32Array(1)
  const scale = new Float32Array(word.buffer)
  const scales = blocks.map((_, index) => {
    word[0] = read(SCALE_BITS) << 16
    if (!Number.isFinite(scale[0]!))
      throw new GlassformerError(
        'bad-checkpoint',
        say`The scale of block ${index} is ${scale[0]}. The file is damaged.`,
      )
    return scale[0]!
  })
  const params = new Float32Array(parameterLayout(config).size)
  for (const [index, { offset, size, bits }] of blocks.entries())
    for (let i = offset; i < offset + size; i++) params[i] = (read(bits) - limitOf(bits)) * scales[index]!
  return params
}
