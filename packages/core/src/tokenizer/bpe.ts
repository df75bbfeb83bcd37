import { checkOptions } from '../tensor/checks'
import { describe } from '../tensor/describe'
import { checkOption, GlassformerError } from '../tensor/errors'
import { say } from '../tensor/say'
import { type BPETokenizer, tokenizerOf } from './engine'
import { applyMerges, mergeTable } from './merge'
import { type MergePair, unpackMerges } from './packMerges'
import { GPT2_PATTERN, splitBy } from './pretokenize'
import { BYTES, bytesOf, wellFormed } from './utf8'

/** Room for 100,000 tokens of 167 bytes each, where words have six or so. */
const MOST_BYTES = 2 ** 24

export interface BPEVocabulary {
  /**
   * Pairs of token ids, in the order in which they were learned: the pair at `i` becomes token `256 + i`, and may use
   * only tokens before it. Or such pairs as `packMerges` writes them.
   */
  readonly merges: readonly MergePair[] | string
  /** Special tokens; their ids follow those of all others, in this order. @default none */
  readonly special?: readonly string[]
}

/** A tokenizer that can be written down: `createBPE({ merges, special })` makes it again. */
export interface TrainedBPE extends BPETokenizer {
  readonly merges: readonly MergePair[]
}

/**
 * A byte-level BPE tokenizer from its merges alone. Ids: the 256 bytes in order, then one token for each merge, then
 * the special tokens.
 *
 * Text is cut into words by GPT-2's pattern, a word becomes its UTF-8 bytes, and the pairs are joined in the order of
 * `merges`. `decode(encode(text))` is `text` for every well-formed text; surrogates without a partner have no UTF-8 and
 * become U+FFFD, as `TextEncoder` does it. Bytes that are no whole character show their numbers, in `token` and in
 * `decode`: `<0xE2>`. Special tokens are encoded as such only with `encode(text, { special: true })`.
 *
 * Throws `bad-option` if a merge uses a token that is not there yet or comes twice, if the tokens together have more than
 * 2^24 bytes (each may be twice as long as the one before), or if special tokens are empty, not well-formed or not different.
 */
export function createBPE(vocabulary: BPEVocabulary): TrainedBPE {
  checkOptions('createBPE', vocabulary, { merges: true, special: true })
  const merges = typeof vocabulary.merges === 'string' ? unpackMerges(vocabulary.merges) : vocabulary.merges
  const arePairs = Array.isArray(merges) && merges.every((pair) => Array.isArray(pair) && pair.length === 2)
  checkOption('merges', merges, arePairs, 'an array of pairs of ids, or what packMerges made of one')
  const pieces = piecesOf(merges)
  const words = pieces.length
  const special = vocabulary.special ?? []
  checkOption('special', special, Array.isArray(special), 'an array of text')
  for (const [i, token] of special.entries()) {
    if (typeof token !== 'string' || token === '' || token !== wellFormed(token) || special.indexOf(token) !== i)
      throw new GlassformerError(
        'bad-option',
        say`Special tokens must be different, well-formed and not empty; got ${describe(token)}. Remove it.`,
      )
    pieces.push(bytesOf(token))
  }
  const results = merges.map((_, i) => BYTES + i)
  const table = mergeTable(pieces.length, merges, results)
  const tokenizer = tokenizerOf({
    size: pieces.length,
    piece: (id) => pieces[id],
    added: special.map((content, i) => ({ content, id: words + i, special: true })),
    split: (text) => splitBy(text, GPT2_PATTERN),
    encodeChunk: (chunk) => applyMerges(bytesOf(chunk), table),
  })
  return { ...tokenizer, merges }
}

/** The bytes of the 256 bytes and of each merge. */
function piecesOf(merges: readonly MergePair[]): number[][] {
  const pieces = Array.from({ length: BYTES }, (_, byte) => [byte])
  const seen = new Set<number>()
  let bytes = BYTES
  for (const [i, [left, right]] of merges.entries()) {
    const [a, b] = Number.isInteger(left) && Number.isInteger(right) ? [pieces[left], pieces[right]] : []
    const key = a && b ? left * (BYTES + merges.length) + right : -1
    if (!a || !b || seen.has(key))
      throw new GlassformerError(
        'bad-option',
        say`Merge ${i} must join two tokens with ids below ${BYTES + i}, and no pair twice; got ${describe(left)} and ${describe(right)}.`,
      )
    seen.add(key)
    // Before it is made: a few dozen merges, each of the last token with itself, would take more memory than there is.
    bytes += a.length + b.length
    if (bytes > MOST_BYTES)
      throw new GlassformerError(
        'bad-option',
        say`All tokens together may have ${MOST_BYTES} bytes; with merge ${i}, of ${a.length + b.length} bytes, they have ${bytes}. Leave out the merges that make tokens so long.`,
      )
    pieces.push([...a, ...b])
  }
  return pieces
}
