import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCharTokenizer } from './chars'
import { decodeUtf8, utf8Bytes, wellFormed } from './utf8'
import { createWordTokenizer } from './words'

const WORDS = ['the', ' the', ' cat', ' cats', '.', ' mat', 'é']
const words = createWordTokenizer({ words: WORDS })
const shown = (text: string) => words.encode(text).map((id) => words.token(id))
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...WORDS, ' ', '\n', '😀', 'é', 'a', '\u0301', '\ufffd')).map((parts) => parts.join('')),
)
/** Any sequence of UTF-16 units: lone surrogates are likely. */
const anyUnits = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd800, max: 0xdfff })))
  .map((units) => String.fromCharCode(...units))

describe('createWordTokenizer', () => {
  it('gives back every text exactly', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(words.decode(words.encode(text))).toBe(text)
      }),
    )
  })

  it('replaces lone surrogates as TextEncoder does, and nothing else', () => {
    fc.assert(
      fc.property(anyUnits, (text) => {
        const encoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text))
        expect(words.decode(words.encode(text))).toBe(encoded)
      }),
    )
  })

  it('puts the leading space into the word', () => {
    expect(shown('the cat the cats.')).toEqual(['the', ' cat', ' the', ' cats', '.'])
  })

  it('breaks an unknown word into ASCII characters and bytes', () => {
    expect(shown(' cathe')).toEqual([' ', 'c', 'a', 't', 'h', 'e'])
    expect(shown('oé')).toEqual(['o', '<0xC3>', '<0xA9>'])
    expect(shown('é€')).toEqual(['é', '<0xE2>', '<0x82>', '<0xAC>'])
  })

  it('shows bytes that are no whole character by their numbers, never as U+FFFD', () => {
    const byte = (value: number) => WORDS.length + value
    expect(words.token(byte(0x0a))).toBe('\n')
    expect(words.token(byte(0x80))).toBe('<0x80>')
    expect(words.decode([byte(0xe2)])).toBe('<0xE2>')
    expect(words.decode([byte(0xe2), byte(0x82), 0, byte(0xac)])).toBe('<0xE2><0x82>the<0xAC>')
    expect(words.decode([byte(0xe2), byte(0x82), byte(0xac), byte(0xf0)])).toBe('€<0xF0>')
  })

  it('does not look for words across the borders of runs', () => {
    const borders = createWordTokenizer({ words: ['a.', 'a', '.', '1a'] })
    expect(borders.encode('a.1a').map((id) => borders.token(id))).toEqual(['a', '.', '1', 'a'])
  })

  it('numbers words first, then bytes', () => {
    expect(words.size).toBe(7 + 256)
    expect(words.encode('the')).toEqual([0])
    expect(words.encode('é')).toEqual([6])
    expect(words.encode('!')).toEqual([7 + 0x21])
  })

  it('refuses ids that do not exist and vocabularies that are ambiguous', () => {
    for (const id of [-1, words.size, 0.5, Number.NaN]) {
      expect(() => words.token(id)).toThrow(/Token ids run from 0 to 262/)
      expect(() => words.decode([id])).toThrow(/Token ids run from 0 to 262/)
    }
    for (const more of [['a', 'a'], ['the'], [''], ['\ud800']])
      expect(() => createWordTokenizer({ words: ['the', ...more] })).toThrow(
        /must be different, well-formed and not empty/,
      )
  })
})

describe('utf8', () => {
  it('encodes and decodes as the platform does', () => {
    fc.assert(
      fc.property(anyUnits, (text) => {
        const bytes = [...wellFormed(text)].flatMap((character) => utf8Bytes(character.codePointAt(0) as number))
        expect(bytes).toEqual([...new TextEncoder().encode(text)])
      }),
    )
    const anyByte = fc.oneof(fc.nat(255), fc.constantFrom(0xe0, 0xed, 0xf0, 0xf4, 0x80, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2))
    fc.assert(
      fc.property(fc.array(anyByte), (bytes) => {
        const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
        expect(decodeUtf8(bytes)).toBe(decoder.decode(new Uint8Array(bytes)))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('createCharTokenizer', () => {
  const abc = createCharTokenizer('ABC')

  it('has one token per character', () => {
    expect(abc.encode('CABBA')).toEqual([2, 0, 1, 1, 0])
    expect(abc.decode([2, 0, 1])).toBe('CAB')
    expect(abc.token(1)).toBe('B')
    expect(abc.size).toBe(3)
  })

  it('names the character that it does not know', () => {
    expect(() => abc.encode('ABD')).toThrow(/only the characters A B C; got "D"/)
    expect(() => abc.token(3)).toThrow(/from 0 to 2; got 3/)
    expect(() => createCharTokenizer('AA')).toThrow(/none twice; got "AA"/)
    expect(() => createCharTokenizer('')).toThrow(/at least one character/)
  })
})
