import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MergePair } from './packMerges'
import { GPT2_PATTERN, splitBy } from './pretokenize'
import { trainBPE } from './trainBPE'

const anyCorpus = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', '€') }) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  ),
)

/** The rule as it is stated: count all pairs again for each merge. */
function naive(corpus: readonly string[], count: number, minCount: number): MergePair[] {
  let words = corpus.flatMap((text) =>
    [...splitBy(text, GPT2_PATTERN)].map((word) => [...new TextEncoder().encode(word)]),
  )
  const merges: MergePair[] = []
  while (merges.length < count) {
    const counts = new Map<string, number>()
    for (const word of words)
      for (let i = 1; i < word.length; i++) {
        const key = `${word[i - 1]} ${word[i]}`
        counts.set(key, (counts.get(key) ?? 0) + 1)
      }
    const pairs = [...counts].map(([key, times]) => ({ pair: key.split(' ').map(Number) as [number, number], times }))
    pairs.sort((x, y) => y.times - x.times || x.pair[0] - y.pair[0] || x.pair[1] - y.pair[1])
    const best = pairs[0]
    if (!best || best.times < minCount) break
    const id = 256 + merges.length
    merges.push(best.pair)
    words = words.map((word) => {
      const joined: number[] = []
      for (let i = 0; i < word.length; i++) {
        const matches = word[i] === best.pair[0] && word[i + 1] === best.pair[1]
        joined.push(matches ? id : (word[i] as number))
        if (matches) i++
      }
      return joined
    })
  }
  return merges
}

describe('trainBPE', () => {
  it('learns the merges that the rule says', () => {
    fc.assert(
      fc.property(anyCorpus, fc.nat(30), fc.constantFrom(1, 2, 3), (corpus, count, minCount) => {
        const bpe = trainBPE(corpus, { vocabSize: 256 + count, minCount })
        expect(bpe.merges).toEqual(naive(corpus, count, minCount))
      }),
      { numRuns: 500 },
    )
  })

  it('gives the same merges for the same words in another order, from an array or any iterable', () => {
    function* each(texts: readonly string[]) {
      yield* texts
    }
    fc.assert(
      fc.property(anyCorpus, (corpus) => {
        const { merges } = trainBPE(corpus, { vocabSize: 300 })
        expect(trainBPE([...corpus].reverse(), { vocabSize: 300 }).merges).toEqual(merges)
        expect(trainBPE(each(corpus), { vocabSize: 300 }).merges).toEqual(merges)
      }),
    )
  })

  it('takes the pair of smaller ids when two are equally frequent', () => {
    const learnt = (corpus: string, vocabSize: number) => {
      const bpe = trainBPE(corpus, { vocabSize })
      return bpe.merges.map((_, i) => bpe.token(256 + i))
    }
    expect(learnt('cd cd ab ab', 258)).toEqual([' a', 'cd'])
    expect(learnt('ax,ay,ax,ay', 258)).toEqual(['ax', 'ay'])
  })

  it('does not join what two strings hold', () => {
    expect(trainBPE(['a', 'b', 'a', 'b'], { vocabSize: 300 }).merges).toEqual([])
    expect(trainBPE('abab', { vocabSize: 300 }).merges).toEqual([[97, 98]])
  })

  it('makes a tokenizer of the size asked for, special tokens included, or stops when nothing comes twice', () => {
    const text = 'the cat and the hat and the rat sat on the mat '.repeat(3)
    const bpe = trainBPE(text, { vocabSize: 270, special: ['<|end|>'] })
    expect(bpe.size).toBe(270)
    expect(bpe.merges.length).toBe(13)
    expect(bpe.special.get('<|end|>')).toBe(269)
    expect(bpe.encode(' the').length).toBe(1)
    const small = trainBPE('abab', { vocabSize: 1000, special: ['<|end|>'] })
    expect(small.size).toBe(258)
    expect(small.special.get('<|end|>')).toBe(257)
  })

  it('refuses sizes without room for the bytes', () => {
    for (const vocabSize of [255, 256.5, Number.NaN, -1])
      expect(() => trainBPE('', { vocabSize })).toThrow(/vocabSize must be a whole number from 256/)
    expect(() => trainBPE('', { vocabSize: 256, special: ['x'] })).toThrow(/from 257: 256 bytes and 1 special/)
    expect(() => trainBPE('', { vocabSize: 256, minCount: 0 })).toThrow(/minCount must be at least 1; got 0/)
  })
})
