import { type ModelConfig, resolveConfig } from '../model/config'
import { checkOptions, checkSeed, isList } from '../tensor/checks'
import { describe } from '../tensor/describe'
import { checkCount, checkOption, GlassformerError } from '../tensor/errors'
import { createRandom } from '../tensor/random'
import { say } from '../tensor/say'
import type { Probe, Probes } from './types'

export interface StandardProbesOptions {
  /** Whole number. @default 0 */
  readonly seed?: number
  /** Sequences per role. @default 16 */
  readonly count?: number
  /**
   * Tokens of a sequence, 3 or more; of those that are repeated, the most. Twice as many must fit the context. @default a
   * quarter of the context, at most 32; of a short context 4, or half of it
   */
  readonly length?: number
  /** The tokens to draw from. @default the whole vocabulary */
  readonly vocabulary?: readonly number[]
}

/**
 * Probes for the roles that need no language, on random tokens: previous token, first token, current token, and
 * induction. The last is the standard score on a random sequence given twice: from each token of the second half to
 * the one that followed its first occurrence. Olsson et al., 2022, https://arxiv.org/abs/2209.11895; a sequence has no
 * token twice where the vocabulary allows it, so that its first occurrence is the only one. Throws `bad-option`.
 */
export function standardProbes(config: ModelConfig, options: StandardProbesOptions = {}): Probes {
  checkOptions('standardProbes', options, { seed: true, count: true, length: true, vocabulary: true })
  const { nCtx, dVocab } = resolveConfig(config)
  const { seed = 0, count = 16, vocabulary = Array.from({ length: dVocab }, (_, id) => id) } = options
  checkSeed(seed)
  checkCount('count', count)
  const areIds = isList(vocabulary) && vocabulary.length > 0
  checkOption('vocabulary', vocabulary, areIds, 'an array of token ids, at least one')
  const n = options.length ?? Math.min(32, Math.max(Math.floor(nCtx / 4), Math.min(4, Math.floor(nCtx / 2))))
  if (!(Number.isSafeInteger(n) && n > 2))
    throw new GlassformerError(
      'bad-option',
      say`The sequences of standard probes have 3 tokens or more, and twice that in the context, which is ${nCtx}; got length ${describe(n)}. Give a greater length, or probes of your own.`,
    )
  const random = createRandom(seed)
  const draw = (length: number) => {
    let left: number[] = []
    return Array.from({ length }, () => {
      if (left.length === 0) left = [...vocabulary]
      return left.splice(random.int(left.length), 1)[0] as number
    })
  }
  const sequences = Array.from({ length: count }, () => draw(n))
  // Of several lengths, so that a head which looks back by a fixed distance is not taken for one that finds the token.
  const repeated = Array.from({ length: count }, (_, i) => draw(Math.max(2, n - (i % Math.ceil(n / 2)))))
  // The first two positions are left out: there "first", "previous" and "current" are nearly all there is.
  const from2 = Array.from({ length: n - 2 }, (_, i) => i + 2)
  const placed = (keyOf: (query: number) => number): Probe[] =>
    sequences.map((tokens) => ({ tokens, marks: from2.map((query) => ({ query, keys: [keyOf(query)] })) }))
  return {
    'previous-token': placed((query) => query - 1),
    'first-token': placed(() => 0),
    'current-token': placed((query) => query),
    induction: repeated.map((tokens) => ({
      tokens: [...tokens, ...tokens],
      marks: tokens.slice(1).map((_, i) => ({ query: tokens.length + i, keys: [i + 1] })),
    })),
  }
}
