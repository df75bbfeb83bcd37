import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBPE } from './bpe'
import { type MergePair, packMerges, unpackMerges } from './packMerges'
import { GPT2_PATTERN, splitBy } from './pretokenize'
import { wellFormed } from './utf8'

const E = 'e'.charCodeAt(0)
const utf8 = (text: string) => [...new TextEncoder().encode(text)]

/** Merges that are allowed: each joins two tokens that are there by then, no pair twice. Few bytes, so that they match. */
const anyMerges = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 40 }).map((choices) => {
  const tokens = [...utf8('ab é€')]
  const merges: MergePair[] = []
  for (const [a, b] of choices) {
    const pair = [tokens[a % tokens.length] as number, tokens[b % tokens.length] as number] as const
    if (merges.some(([left, right]) => left === pair[0] && right === pair[1])) continue
    tokens.push(256 + merges.length)
    merges.push(pair)
  }
  return merges
})
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é', '€', '\u0301', '\0', '😀', '\ufffd', '\ufeff', '\u0085') }),
)

/** Byte-pair encoding as it is defined: look through all pairs, join the leftmost of the best, begin again. */
function naive(chunk: string, merges: readonly MergePair[]): number[] {
  const ids = utf8(chunk)
  for (;;) {
    let best = merges.length
    let place = -1
    for (let i = 0; i + 1 < ids.length; i++) {
      const rank = merges.findIndex(([left, right]) => left === ids[i] && right === ids[i + 1])
      if (rank >= 0 && rank < best) [best, place] = [rank, i]
    }
    if (place < 0) return ids
    ids.splice(place, 2, 256 + best)
  }
}

describe('createBPE', () => {
  it('joins the pairs as the definition says', () => {
    fc.assert(
      fc.property(anyMerges, anyText, (merges, text) => {
        const expected = [...splitBy(text, GPT2_PATTERN)].flatMap((chunk) => naive(chunk, merges))
        expect(createBPE({ merges }).encode(text)).toEqual(expected)
      }),
      { numRuns: 500 },
    )
  })

  it('gives back every text exactly', () => {
    fc.assert(
      fc.property(anyMerges, anyText, (merges, text) => {
        const bpe = createBPE({ merges })
        expect(bpe.decode(bpe.encode(text))).toBe(text)
      }),
      { numRuns: 500 },
    )
  })

  it('replaces lone surrogates as TextEncoder does, and nothing else', () => {
    const units = fc.array(fc.oneof(fc.nat(0xffff), fc.integer({ min: 0xd800, max: 0xdfff })))
    const bpe = createBPE({ merges: [] })
    fc.assert(
      fc.property(units, (codes) => {
        const text = String.fromCharCode(...codes)
        expect(bpe.encode(text)).toEqual(utf8(text))
        expect(bpe.decode(bpe.encode(text))).toBe(wellFormed(text))
      }),
    )
  })

  it('keeps the definition for chunks that come from its memory of words', () => {
    const bpe = createBPE({ merges: [[E, E]] })
    expect(bpe.encode('ee ee')).toEqual(bpe.encode('ee ee'))
    bpe.encode('ee').push(7)
    expect(bpe.encode('ee')).toEqual([256])
  })

  it('encodes a long word, which a search of all pairs for each merge would not finish', () => {
    const bpe = createBPE({
      merges: [
        [E, E],
        [256, 256],
        [257, 257],
      ],
    })
    const ids = bpe.encode('e'.repeat(400_003))
    expect(ids.length).toBe(50_002)
    expect(ids.slice(-3)).toEqual([258, 256, E])
  })

  it('shows bytes that are no whole character by their numbers, never as U+FFFD', () => {
    const bpe = createBPE({
      merges: [
        [0xe2, 0x82],
        [256, 0xac],
        [E, 0xe2],
      ],
    })
    expect(bpe.token(0xe2)).toBe('<0xE2>')
    expect(bpe.token(256)).toBe('<0xE2><0x82>')
    expect(bpe.token(257)).toBe('€')
    expect(bpe.token(258)).toBe('e<0xE2>')
    expect(bpe.token(0x0a)).toBe('\n')
    expect([...bpe.bytes(258)]).toEqual([E, 0xe2])
    expect(bpe.decode([256])).toBe('<0xE2><0x82>')
    expect(bpe.decode([256, 0xac, 256, E])).toBe('€<0xE2><0x82>e')
    expect(bpe.decode(bpe.encode('\ufffd'))).toBe('\ufffd')
    fc.assert(
      fc.property(fc.array(fc.nat(258)), (ids) => {
        const bytes = Uint8Array.from(ids.flatMap((id) => [...bpe.bytes(id)]))
        const shown = bpe.decode(ids)
        // With the numbers put back where the platform finds no character, it is what the platform says.
        const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
        expect(shown.replace(/(?:<0x[8-F][\dA-F]>)+/g, '?')).toBe(decoded.replace(/\ufffd+/g, '?'))
      }),
      { numRuns: 1000 },
    )
  })

  it('gives copies of its bytes', () => {
    const bpe = createBPE({ merges: [] })
    bpe.bytes(E)[0] = 0
    expect(bpe.token(E)).toBe('e')
  })

  it('encodes special tokens only when asked to', () => {
    const bpe = createBPE({ merges: [[E, E]], special: ['<|end|>', '<|end|>|', 'é'] })
    expect(bpe.size).toBe(260)
    expect([...bpe.special]).toEqual([
      ['<|end|>', 257],
      ['<|end|>|', 258],
      ['é', 259],
    ])
    expect(bpe.encode('<|end|>')).toEqual(utf8('<|end|>'))
    expect(bpe.encode('ee<|end|>ee<|end|>|é', { special: true })).toEqual([256, 257, 256, 258, 259])
    expect(bpe.decode([256, 257, 259])).toBe('ee<|end|>é')
    expect(bpe.token(258)).toBe('<|end|>|')
    expect([...bpe.bytes(259)]).toEqual(utf8('é'))
  })

  it('splits words as GPT-2 does', () => {
    const chunks = (text: string) => [...splitBy(text, GPT2_PATTERN)]
    expect(chunks("I'll say it's 12 o'clock,  we've\n\n  won!!")).toEqual([
      'I',
      "'ll",
      ' say',
      ' it',
      "'s",
      ' 12',
      ' o',
      "'",
      'clock',
      ',',
      ' ',
      ' we',
      "'ve",
      '\n\n ',
      ' won',
      '!!',
    ])
    // JavaScript's own \s holds U+FEFF and not U+0085; Unicode's White_Space is the other way round.
    expect(chunks('a\u0085b\ufeffc')).toEqual(['a', '\u0085', 'b', '\ufeff', 'c'])
    expect(chunks('! \u0085!\ufeff!')).toEqual(['!', ' ', '\u0085', '!\ufeff!'])
  })

  it('refuses merges of tokens that are not there, pairs that come twice, and special tokens that are ambiguous', () => {
    for (const merge of [
      [0, 256],
      [-1, 0],
      [0.5, 0],
      [0, Number.NaN],
      [1e9, 0],
    ] as const)
      expect(() => createBPE({ merges: [merge] })).toThrow(/Merge 0 must join two tokens with ids below 256/)
    expect(() =>
      createBPE({
        merges: [
          [1, 2],
          [1, 2],
        ],
      }),
    ).toThrow(/Merge 1 .* no pair twice; got 1 and 2/)
    for (const special of [[''], ['a', 'a'], ['\ud800']])
      expect(() => createBPE({ merges: [], special })).toThrow(/must be different, well-formed and not empty/)
    const bpe = createBPE({ merges: [] })
    for (const id of [-1, 256, 0.5, Number.NaN])
      for (const use of [() => bpe.token(id), () => bpe.bytes(id), () => bpe.decode([id])])
        expect(use).toThrow(/Token ids run from 0 to 255/)
  })
})

describe('the bytes of all tokens', () => {
  /** Each merge joins the last token with itself, so that token `i` has 2^(i + 1) bytes. */
  const doubling = (count: number) =>
    Array.from({ length: count }, (_, i): MergePair => (i === 0 ? [E, E] : [255 + i, 255 + i]))

  it('may be many: tokens of a million', () => {
    const bpe = createBPE({ merges: doubling(20) })
    expect(bpe.bytes(275)).toHaveLength(2 ** 20)
    expect(bpe.encode('e'.repeat(2 ** 20 + 1))).toEqual([275, E])
    expect(bpe.decode([275, 256])).toBe('e'.repeat(2 ** 20 + 2))
  })

  it('are refused where short merges would take more memory than there is', () => {
    const packed = packMerges(doubling(40))
    expect(packed).toHaveLength(161)
    for (const merges of [doubling(40), packed, doubling(23)])
      expect(() => createBPE({ merges })).toThrow(
        expect.objectContaining({
          code: 'bad-option',
          message: expect.stringMatching(/may have 16777216 bytes; with merge 22, of 8388608 .* Leave out/),
        }),
      )
  })
})

describe('packMerges', () => {
  it('is undone by unpackMerges, and createBPE takes either', () => {
    fc.assert(
      fc.property(anyMerges, (merges) => {
        expect(unpackMerges(packMerges(merges))).toEqual(merges)
        expect(createBPE({ merges: packMerges(merges) }).merges).toEqual(merges)
      }),
    )
    const ids = fc.nat(2 ** 30 - 1)
    fc.assert(
      fc.property(fc.array(fc.tuple(ids, ids)), (merges) => {
        expect(unpackMerges(packMerges(merges))).toEqual(merges)
      }),
    )
  })

  it('takes two characters for an id below 4,096', () => {
    expect(
      packMerges([
        [104, 101],
        [256, 108],
      ]),
    ).toBe('2BoBlEABs')
  })

  it('refuses what it did not write', () => {
    for (const packed of ['', '0', '2A', '2AAA', '1A A', '6', '1Aé', '9AAAAAAAAAAAAAAAAAA'])
      expect(() => unpackMerges(packed)).toThrow(/as packMerges writes them/)
    for (const pair of [
      [-1, 0],
      [0.5, 0],
      [0, 2 ** 30],
    ] as const)
      expect(() => packMerges([pair])).toThrow(/whole numbers from 0 to 1073741823/)
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          unpackMerges(text)
        } catch (error) {
          expect(error).toMatchObject({ name: 'GlassformerError', code: 'bad-option' })
        }
      }),
    )
  })
})
