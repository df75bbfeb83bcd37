import { checkOptions, type Names } from '../tensor/checks'
import { describe } from '../tensor/describe'
import { checkOption, GlassformerError } from '../tensor/errors'
import { say } from '../tensor/say'
import { createBPE, type TrainedBPE } from './bpe'
import { checkedText } from './checkArguments'
import { Heap } from './heap'
import type { MergePair } from './packMerges'
import { GPT2_PATTERN, splitBy } from './pretokenize'
import { BYTES, bytesOf } from './utf8'

export interface TrainBPEOptions {
  /** Tokens in all: the 256 bytes, the merges and the special tokens. */
  readonly vocabSize: number
  /** Special tokens, which are added behind the others. @default none */
  readonly special?: readonly string[]
  /** A pair that occurs less often than this is not merged. @default 2 */
  readonly minCount?: number
}

interface Word {
  tokens: number[]
  /** How often it is in the corpus. */
  count: number
}

interface Pair {
  readonly left: number
  readonly right: number
  count: number
  /** The words in which it stands, or stood. */
  readonly words: Set<Word>
}

/**
 * Learns byte-pair merges from a corpus (Sennrich et al. 2016, over bytes as in GPT-2): counts its words, and again and
 * again makes a token of the pair of neighbours that is most frequent in them, until there are `vocabSize` tokens.
 *
 * Of equally frequent pairs it takes the one whose left token has the smaller id, then the one whose right token has.
 * So the same words give the same merges, in whatever order they come. The strings of an iterable stand each alone:
 * no token reaches from one into the next. Special tokens in the corpus are text like any other: cut it there.
 *
 * It stops early, with fewer tokens than `vocabSize`, when no pair occurs `minCount` times any more.
 * Throws `bad-option` if `vocabSize` has no room for the bytes and the special tokens.
 */
export function trainBPE(corpus: string | Iterable<string>, options: TrainBPEOptions): TrainedBPE {
  const { vocabSize, special = [], minCount = 2 } = checkOptions('trainBPE', options, NAMES)
  const isCorpus = typeof corpus === 'string' || (isIterable(corpus) && !ArrayBuffer.isView(corpus))
  checkOption('The corpus', corpus, isCorpus, 'text, or an array of texts')
  checkOption('special', special, Array.isArray(special), 'an array of text')
  if (!Number.isSafeInteger(vocabSize) || vocabSize < BYTES + special.length)
    throw new GlassformerError(
      'bad-option',
      say`vocabSize must be a whole number from ${BYTES + special.length}: ${BYTES} bytes and ${special.length} special tokens; got ${describe(vocabSize)}.`,
    )
  if (!(typeof minCount === 'number' && minCount >= 1))
    throw new GlassformerError('bad-option', say`minCount must be at least 1; got ${describe(minCount)}.`)
  const merges: MergePair[] = []
  const pairs = new Map<number, Pair>()
  const queue = new Heap<{ pair: Pair; count: number }>(
    (a, b) =>
      a.count > b.count ||
      (a.count === b.count &&
        (a.pair.left < b.pair.left || (a.pair.left === b.pair.left && a.pair.right < b.pair.right))),
  )
  /** Adds (or, with sign -1, takes away) the pairs of a word; the pairs that became more frequent are in `grown`. */
  const tally = (word: Word, sign: 1 | -1, grown?: Set<Pair>) => {
    for (let i = 1; i < word.tokens.length; i++) {
      const [left, right] = [word.tokens[i - 1]!, word.tokens[i]!]
      const key = left * vocabSize + right
      let pair = pairs.get(key)
      if (!pair) {
        pair = { left, right, count: 0, words: new Set() }
        pairs.set(key, pair)
      }
      pair.count += sign * word.count
      if (sign > 0) pair.words.add(word)
      grown?.add(pair)
    }
  }
  const enqueue = (grown: Set<Pair>) => {
    for (const pair of grown) if (pair.count >= minCount) queue.push({ pair, count: pair.count })
  }

  const first = new Set<Pair>()
  for (const word of countWords(corpus)) tally(word, 1, first)
  enqueue(first)
  const room = vocabSize - BYTES - special.length
  while (merges.length < room) {
    const top = queue.pop()
    if (!top) break
    const { pair } = top
    if (pair.count !== top.count) {
      // It has lost some to its neighbours since it was queued.
      if (pair.count >= minCount) queue.push({ pair, count: pair.count })
      continue
    }
    const id = BYTES + merges.length
    merges.push([pair.left, pair.right])
    const grown = new Set<Pair>()
    for (const word of pair.words) {
      const tokens = joined(word.tokens, pair, id)
      if (tokens.length === word.tokens.length) continue
      tally(word, -1)
      word.tokens = tokens
      tally(word, 1, grown)
    }
    pairs.delete(pair.left * vocabSize + pair.right)
    enqueue(grown)
  }
  return createBPE({ merges, special })
}

const NAMES: Names<Required<TrainBPEOptions>> = { vocabSize: true, special: true, minCount: true }

function isIterable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}

function countWords(corpus: string | Iterable<string>): Word[] {
  const words = new Map<string, Word>()
  for (const text of typeof corpus === 'string' ? [corpus] : corpus)
    for (const chunk of splitBy(checkedText(text), GPT2_PATTERN)) {
      const word = words.get(chunk)
      if (word) word.count++
      else words.set(chunk, { tokens: bytesOf(chunk), count: 1 })
    }
  return [...words.values()]
}

/** Every `left right` becomes `id`, from left to right. */
function joined(tokens: readonly number[], { left, right }: Pair, id: number): number[] {
  const out: number[] = []
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i] === left && tokens[i + 1] === right) {
      out.push(id)
      i++
    } else out.push(tokens[i]!)
  }
  return out
}
