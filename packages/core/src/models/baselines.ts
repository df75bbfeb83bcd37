import { createRandom, type Random } from '../tensor/random'
import type { Example } from '../training/types'
import { meanLoss } from './textTask'

/** What counts of the training text alone make of the held-out text: mean losses per token, in nats. */
export type Baselines = {
  /** By each token's frequency. */
  readonly unigramLoss: number
  /** By its frequency after the token before it. */
  readonly bigramLoss: number
  /** By its frequency after the two tokens before it. */
  readonly trigramLoss: number
}

/** Weight of what shorter contexts say, in observations. From 1 to 5, the losses of pairs and threes differ by less than 0.05. */
const PRIOR = 2

/**
 * Counts so many examples of the training text, drawn by a seed, and scores `heldOut` by the counts. Single frequencies
 * have one added to each count; those of pairs are mixed with `PRIOR` observations of the single ones, and those of
 * three tokens with as many of the pairs'.
 */
export function baselines(
  draw: (random: Random) => Example,
  dVocab: number,
  seed: number,
  examples: number,
  heldOut: readonly Example[],
): Baselines {
  const random = createRandom(seed)
  // Of the longest contexts first; a context is a number made of its tokens.
  const orders = [2, 1, 0].map((length) => createCounts(length, dVocab))
  for (let i = 0; i < examples; i++) {
    const example = draw(random)
    for (const [t, target] of example.targets.entries())
      if (target >= 0) for (const counts of orders) counts.add(example.tokens, t, target)
  }
  const lossFrom = (order: number) => {
    const probability = (at: number, tokens: readonly number[], t: number, target: number): number => {
      const counts = orders[at]
      if (!counts) return 1 / dVocab
      const weight = at === orders.length - 1 ? dVocab : PRIOR
      const { seen, times } = counts.of(tokens, t, target)
      return (times + weight * probability(at + 1, tokens, t, target)) / (seen + weight)
    }
    return meanLoss(heldOut, ({ tokens, targets }) =>
      targets.map((target, t) => (target < 0 ? 1 : probability(order, tokens, t, target))),
    )
  }
  return { unigramLoss: lossFrom(2), bigramLoss: lossFrom(1), trigramLoss: lossFrom(0) }
}

/** How often each token followed each context of `length` tokens, the one at `t` the last of them. */
function createCounts(length: number, dVocab: number) {
  const contexts = new Map<number, number>()
  const followed = new Map<number, number>()
  const contextAt = (tokens: readonly number[], t: number) => {
    let context = 0
    // Before the first token stands a token of its own.
    for (let i = t - length + 1; i <= t; i++) context = context * (dVocab + 1) + (tokens[i] ?? dVocab)
    return context
  }
  const keyOf = (context: number, target: number) => context * dVocab + target
  return {
    add: (tokens: readonly number[], t: number, target: number) => {
      const context = contextAt(tokens, t)
      const key = keyOf(context, target)
      contexts.set(context, (contexts.get(context) ?? 0) + 1)
      followed.set(key, (followed.get(key) ?? 0) + 1)
    },
    of: (tokens: readonly number[], t: number, target: number) => {
      const context = contextAt(tokens, t)
      return { seen: contexts.get(context) ?? 0, times: followed.get(keyOf(context, target)) ?? 0 }
    },
  }
}
