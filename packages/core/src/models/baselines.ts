import { createRandom } from '../tensor/random'
import type { Example } from '../training/train'
import { TEXT_CONFIG } from './textConfig'
import { drawTextExample, meanLoss } from './textTask'

/** What the frequencies of single tokens and of pairs in the training text make of the held-out sentences. */
export interface Baselines {
  readonly unigramLoss: number
  readonly bigramLoss: number
}

/** Weight of the single frequencies in those of pairs, in observations: the best of several on the held-out text. */
const PRIOR = 3

/**
 * Counts the training text of a seed, as many examples as the model saw of it, and scores `heldOut` by the counts.
 * Single frequencies have one added to each count; those of pairs are mixed with `PRIOR` observations of the single ones.
 */
export function baselines(seed: number, examples: number, heldOut: readonly Example[]): Baselines {
  const V = TEXT_CONFIG.dVocab
  const random = createRandom(seed)
  const single = new Float64Array(V).fill(1)
  const pairs = new Float64Array(V * V)
  const before = new Float64Array(V)
  let total = V
  for (let i = 0; i < examples; i++) {
    const { tokens, targets } = drawTextExample(random)
    for (const [t, target] of targets.entries()) {
      const token = tokens[t] as number
      single[target] = (single[target] as number) + 1
      pairs[token * V + target] = (pairs[token * V + target] as number) + 1
      before[token] = (before[token] as number) + 1
      total++
    }
  }
  const alone = (target: number) => (single[target] as number) / total
  const after = (token: number, target: number) =>
    ((pairs[token * V + target] as number) + PRIOR * alone(target)) / ((before[token] as number) + PRIOR)
  return {
    unigramLoss: meanLoss(heldOut, ({ targets }) => targets.map((target) => (target < 0 ? 1 : alone(target)))),
    bigramLoss: meanLoss(heldOut, ({ tokens, targets }) =>
      targets.map((target, t) => (target < 0 ? 1 : after(tokens[t] as number, target))),
    ),
  }
}
