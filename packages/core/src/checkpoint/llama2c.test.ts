import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyDamage, attempt, withFloat32 as float32, withInt32 as int32 } from '../testing/damage'
import { readLlama2c } from './llama2c'
import { readLlama2cTokenizer } from './llama2cTokenizer'

const LLAMA2C = llama2cFile()
const PIECES = tokenizerFile()

/** A small llama2.c model, dim 4, hidden 3, 1 layer, 2 heads, 1 of keys and values, 5 tokens, 3 positions. */
function llama2cFile(): Uint8Array {
  const floats = 5 * 4 + 4 + 4 * 4 + 2 * 4 * 2 + 4 * 4 + 4 + 3 * 4 * 3 + 4 + 3 * 2
  const bytes = new DataView(new ArrayBuffer(28 + 4 * floats))
  for (const [i, value] of [4, 3, 1, 2, 1, 5, 3].entries()) bytes.setInt32(4 * i, value, true)
  for (let i = 0; i < floats; i++) bytes.setFloat32(28 + 4 * i, Math.sin(i), true)
  return new Uint8Array(bytes.buffer)
}

function tokenizerFile(): Uint8Array {
  const pieces = ['<unk>', '\n<s>\n', '\n</s>\n', ' ', 'a']
  const parts = pieces.map((piece, i) => {
    const bytes = Buffer.alloc(8 + piece.length)
    bytes.writeFloatLE(-i, 0)
    bytes.writeUInt32LE(piece.length, 4)
    bytes.write(piece, 8)
    return bytes
  })
  return new Uint8Array(Buffer.concat([Uint8Array.of(6, 0, 0, 0), ...parts]))
}

describe('readLlama2c', () => {
  it('reads the whole file', () => {
    const { config, tokenizer } = readLlama2c(LLAMA2C, { tokenizer: PIECES, name: 'tiny' })
    expect(config).toMatchObject({
      dModel: 4,
      dMlp: 3,
      nLayers: 1,
      nHeads: 2,
      nKVHeads: 1,
      dVocab: 5,
      nCtx: 3,
      tied: true,
    })
    expect(tokenizer?.encode('aa a')).toEqual([1, 3, 4, 4, 3, 4])
  })

  it.each<[string, unknown]>([
    ['got {}', {}],
    ['it has 27 bytes, and its header takes 28', LLAMA2C.subarray(0, 27)],
    [`would have ${LLAMA2C.length} bytes; it has ${LLAMA2C.length - 1}`, LLAMA2C.subarray(0, -1)],
    [`would have ${LLAMA2C.length} bytes; it has ${LLAMA2C.length + 4}`, new Uint8Array([...LLAMA2C, 0, 0, 0, 0])],
    ['its header has dim 0', int32(LLAMA2C, 0, 0)],
    ['its header has n_layers -1', int32(LLAMA2C, 2, -1)],
    ['its header has vocab_size 0', int32(LLAMA2C, 5, 0)],
    ['dim (4) must be an even number of times n_heads (4)', int32(LLAMA2C, 3, 4)],
    ['n_kv_heads (3) must divide n_heads (2)', int32(LLAMA2C, 4, 3)],
    ['dim 2147483644', int32(LLAMA2C, 0, 2 ** 31 - 4)],
    ['n_layers 2147483647', int32(LLAMA2C, 2, 2 ** 31 - 1)],
    ['vocab_size -5', int32(LLAMA2C, 5, -5)],
    ['it is of version 2; only version 0 is read', int32(int32(LLAMA2C, 0, 0x616b3432), 1, 2)],
    ['value 1 of embed.W_E is NaN', float32(LLAMA2C, 32, Number.NaN)],
  ])('refuses: %s', (message, file) => {
    const error = { code: 'bad-checkpoint', message: expect.stringContaining(message) }
    expect(() => readLlama2c(file as Uint8Array)).toThrow(expect.objectContaining(error))
  })

  it.each<[string, Uint8Array, number]>([
    ['it has 3 bytes', PIECES.subarray(0, 3), 5],
    ['it ends in token 4 of 5', PIECES.subarray(0, -2), 5],
    ['it ends in token 5 of 6', PIECES, 6],
    ['it ends in token 5 of 9007199254740991', PIECES, 2 ** 53 - 1],
    ['it goes on for 9 bytes after 4 tokens', PIECES, 4],
    ['it needs tokens 0 to 2', PIECES.subarray(0, 30), 2],
    ['the score of token 0 is NaN', float32(PIECES, 4, Number.NaN), 5],
    ['token 0 has 4294967295 bytes, but it says that the longest has 6', int32(PIECES, 2, -1), 5],
    ['token 0 of 4294967295 bytes goes past its end', int32(int32(PIECES, 0, -1), 2, -1), 5],
    ['token 0 has 5 bytes, but it says that the longest has 4', int32(PIECES, 0, 4), 5],
  ])('refuses, of a tokenizer: %s', (message, file, size) => {
    const error = { code: 'bad-checkpoint', message: expect.stringContaining(message) }
    expect(() => readLlama2cTokenizer(file, size)).toThrow(expect.objectContaining(error))
  })
})

describe('any bytes end in a model or in a refusal', () => {
  const RUNS = { numRuns: 300 }

  it('of a model, of a tokenizer, and of neither', () => {
    fc.assert(
      fc.property(anyDamage(LLAMA2C), (damaged) => attempt(() => readLlama2c(damaged))),
      RUNS,
    )
    fc.assert(
      fc.property(anyDamage(PIECES), (tokenizer) => attempt(() => readLlama2c(LLAMA2C, { tokenizer }))),
      RUNS,
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300, size: 'max' }), (bytes) => {
        attempt(() => readLlama2c(bytes))
        attempt(() => readLlama2c(LLAMA2C, { tokenizer: bytes }))
      }),
      RUNS,
    )
  })
})
