import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyMerges } from '../tokenizer/merge'
import { readLlama2cTokenizer } from './llama2cTokenizer'
import { mergesByScore } from './mergesByScore'

type Piece = readonly [text: string | Uint8Array, score: number]

function fileOf(pieces: readonly Piece[]): Uint8Array {
  const bytes = pieces.map(([text]) => Buffer.from(text))
  const parts = bytes.map((piece, i) => {
    const head = Buffer.alloc(8)
    head.writeFloatLE(pieces[i]?.[1] ?? 0, 0)
    head.writeUInt32LE(piece.length, 4)
    return Buffer.concat([head, piece])
  })
  const longest = Buffer.alloc(4)
  longest.writeUInt32LE(Math.max(...bytes.map((piece) => piece.length)))
  return new Uint8Array(Buffer.concat([longest, ...parts]))
}

const CONTROL: readonly Piece[] = [
  ['<unk>', 0],
  ['\n<s>\n', 0],
  ['\n</s>\n', 0],
]
const hex = (byte: number) => byte.toString(16).toUpperCase().padStart(2, '0')
const BYTES: readonly Piece[] = Array.from({ length: 256 }, (_, byte) => [`<0x${hex(byte)}>`, 0])
/** As exports wrote bytes before: as the characters of those numbers. */
const OLD_BYTES: readonly Piece[] = BYTES.map((_, byte) => [String.fromCharCode(byte), 0])
const PIECES: readonly Piece[] = [
  [' a', -1],
  ['ab', -2],
  ['ba', -2],
  ['bab', -3],
  ['é', -9],
  [' ', -9],
  ['a', -9],
  ['b', -9],
]
const create = (pieces: readonly Piece[]) => readLlama2cTokenizer(fileOf(pieces), pieces.length)
const tokenizer = create([...CONTROL, ...BYTES, ...PIECES])
const shown = (text: string) => tokenizer.encode(text).map((id) => tokenizer.token(id))

describe('readLlama2cTokenizer', () => {
  it('begins with BOS, then puts a space before the text, if there is any', () => {
    expect(tokenizer.encode('')).toEqual([1])
    expect(shown('b')).toEqual(['<s>', ' ', 'b'])
    expect(shown('a')).toEqual(['<s>', ' a'])
  })

  it('joins the best pair first, and the first of equals', () => {
    expect(shown('bab')).toEqual(['<s>', ' ', 'bab'])
    expect(shown('aab')).toEqual(['<s>', ' a', 'ab'])
    expect(shown('bba')).toEqual(['<s>', ' ', 'b', 'ba'])
  })

  it('spells what it does not know in bytes, and shows what is no character by its number', () => {
    expect(shown('é€\n')).toEqual(['<s>', ' ', 'é', '<0xE2>', '<0x82>', '<0xAC>', '\n'])
    expect(tokenizer.bytes?.(3 + 0xe2)).toEqual(Uint8Array.of(0xe2))
    expect(tokenizer.bytes?.(tokenizer.encode('é')[2] as number)).toEqual(Uint8Array.of(0xc3, 0xa9))
    expect(tokenizer.decode([3 + 0xe2, 3 + 0x82])).toBe('<0xE2><0x82>')
  })

  it('takes no name of a token for the token', () => {
    expect(shown('<s>')).toEqual(['<s>', ' ', '<', 's', '>'])
    expect(tokenizer.encode('<0x41>')).not.toContain(3 + 0x41)
    expect(tokenizer.decode(tokenizer.encode('\n<s>\n<0x41>'))).toBe('\n<s>\n<0x41>')
  })

  it('drops the space that encode put in, and no other; BOS and EOS are no text', () => {
    expect(tokenizer.decode([1, 259, 260])).toBe('aab')
    expect(tokenizer.decode([259, 260])).toBe(' aab')
    expect(tokenizer.decode([1, 259, 2, 1, 259, 259])).toBe('aa a')
    // A space that is spelt as a byte was not put in by `encode`.
    expect(tokenizer.decode([1, 3 + 0x20])).toBe(' ')
  })

  it('gives back every text exactly, but lone surrogates', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom('a', 'b', ' ', 'é', '😀', '\n', '<s>')).map((parts) => parts.join('')),
    )
    for (const bytes of [BYTES, OLD_BYTES]) {
      const each = create([...CONTROL, ...bytes, ...PIECES])
      fc.assert(
        fc.property(anyText, (text) => {
          expect(each.decode(each.encode(text))).toBe(text)
        }),
      )
    }
    expect(tokenizer.decode(tokenizer.encode('a\ud800b'))).toBe('a\ufffdb')
  })

  it('knows bytes by what older files call them', () => {
    const older = create([...CONTROL, ...OLD_BYTES, ...PIECES])
    for (const text of ['bab é€', 'aÿ\u0000']) expect(older.encode(text)).toEqual(tokenizer.encode(text))
    expect(older.token(3 + 0xe9)).toBe('<0xE9>')
  })

  it('says what it cannot spell, and which ids there are', () => {
    const noBytes = create([...CONTROL, ...PIECES])
    expect(noBytes.decode(noBytes.encode('ab é'))).toBe('ab é')
    expect(() => noBytes.encode('abc')).toThrow(/no token for "c"/)
    for (const id of [-1, 0.5, Number.NaN, noBytes.size]) {
      expect(() => noBytes.token(id)).toThrow(/Token ids run from 0 to 10/)
      expect(() => noBytes.decode([id])).toThrow(/Token ids run from 0 to 10/)
      expect(() => noBytes.bytes?.(id)).toThrow(/Token ids run from 0 to 10/)
    }
  })

  it('keeps bytes that are no text as they are', () => {
    const odd = create([...CONTROL, [Uint8Array.of(0x61, 0xff), -1]])
    expect(odd.token(3)).toBe('a<0xFF>')
    expect(odd.bytes?.(3)).toEqual(Uint8Array.of(0x61, 0xff))
  })
})

describe('mergesByScore', () => {
  it('does what looking for the best pair before each joining does', () => {
    const anyPieces = fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 2, maxLength: 5 }), {
      minLength: 1,
      maxLength: 12,
    })
    const anySymbols = fc.array(fc.nat(2), { maxLength: 30 })
    fc.assert(
      fc.property(
        anyPieces,
        fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 15 }),
        anySymbols,
        (more, given, symbols) => {
          const pieces = ['a', 'b', 'c', ...more]
          const scores = pieces.map((_, i) => given[i] as number)
          const ids = new Map(pieces.map((piece, id) => [piece, id]))
          const merges = mergesByScore({ pieces, scores, ids }, () => false)
          expect(applyMerges(symbols, merges)).toEqual(slowly(symbols, pieces, scores))
        },
      ),
      { numRuns: 500 },
    )
  })

  it('takes a long text in its stride', () => {
    const text = 'ab é'.repeat(25_000)
    expect(tokenizer.decode(tokenizer.encode(text))).toBe(text)
  })
})

/** One joining at a time: the best of all pairs, the first of equals. */
function slowly(symbols: readonly number[], pieces: readonly string[], scores: readonly number[]): number[] {
  const at = [...symbols]
  for (;;) {
    let best = -1
    let bestId = -1
    for (let i = 0; i + 1 < at.length; i++) {
      const id = pieces.indexOf(`${pieces[at[i] as number]}${pieces[at[i + 1] as number]}`)
      if (id >= 0 && (best < 0 || (scores[id] as number) > (scores[bestId] as number))) [best, bestId] = [i, id]
    }
    if (best < 0) return at
    at.splice(best, 2, bestId)
  }
}
