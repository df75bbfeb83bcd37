import { checkOptions, checkSeed, isFloats, isPositive } from '../tensor/checks'
import { checkCount, checkOption, GlassformerError } from '../tensor/errors'
import { firstNotFinite } from '../tensor/floats'
import { createRandom } from '../tensor/random'
import { clause, type Said, say } from '../tensor/say'
import type { Floats } from '../tensor/tensor'
import { best, bestFirst } from './ranking'

/** Chooses the next token from logits [V]. Pure: the same logits and step give the same token. */
export interface Sampler {
  /** `drawn` is what `distribution` said of the same logits and step, where it was asked already. */
  pick(logits: Floats, step: number, drawn?: Distribution): number
  /** What `pick` draws from, for the trace. A sampler without it leaves the trace without `sampling`. */
  distribution?(logits: Floats, step: number): Distribution
}

/** What may take a token out of the draw, in the order of application. */
export const FILTERS = ['greedy', 'topK', 'topP', 'minP'] as const
export type FilterName = (typeof FILTERS)[number]

/** How logits became the probabilities that the next token was drawn from. All over the whole vocabulary [V]. */
export interface Distribution {
  /** Logits divided by the temperature. */
  readonly scaled: Floats
  /** `scaled`, and `-Infinity` for every token that a filter took out. */
  readonly filtered: Floats
  /** Softmax of `filtered`. */
  readonly probs: Floats
  /** 0 for a token that is left; for others 1 + the index in `FILTERS` of the filter that took it out. */
  readonly removedBy: Uint8Array
}

export interface SampleOptions {
  /** Divides the logits: below 1 is bolder, above 1 more even. A positive number. @default 1 */
  readonly temperature?: number
  /** Only the `topK` most probable tokens. @default all */
  readonly topK?: number
  /** Of these, only the most probable until their probabilities (renormalised) sum to `topP`, 0 to 1. @default 1 */
  readonly topP?: number
  /** Of these, only those at least `minP` times as probable as the best, 0 to 1. @default 0 */
  readonly minP?: number
  /** Whole number. @default 0 */
  readonly seed?: number
}

/** Always the most probable token; of equals, the one with the lowest id. */
export function greedy(): Sampler {
  return {
    pick: (logits) => best(checkedLogits(logits), 1)[0] as number,
    distribution: (logits) => distribute(logits, { temperature: 1, topK: 1, topP: 1, minP: 0 }, 'greedy'),
  }
}

/**
 * Draws from the softmax of the logits, seeded, after temperature, top-k, top-p and min-p in that order: each filter
 * sees what the one before it left. Of equal logits, the lower id counts as the more probable. Throws `bad-option`.
 */
export function sample(options: SampleOptions = {}): Sampler {
  const names = { temperature: true, topK: true, topP: true, minP: true, seed: true } as const
  const { temperature = 1, topK = Infinity, topP = 1, minP = 0, seed = 0 } = checkOptions('sample', options, names)
  checkOption(
    'temperature',
    temperature,
    isPositive(temperature) && temperature >= 1e-6,
    'a number from 1e-6 up; for no chance at all, use greedy()',
  )
  if (topK !== Infinity) checkCount('topK', topK)
  checkOption('topP', topP, isPositive(topP) && topP <= 1, 'above 0 and at most 1')
  checkOption('minP', minP, minP === 0 || (isPositive(minP) && minP <= 1), 'from 0 to 1')
  checkSeed(seed)
  const distribution = (logits: Floats) => distribute(logits, { temperature, topK, topP, minP }, 'topK')
  return {
    distribution,
    pick(logits, step, drawn = distribution(logits)) {
      checkOption('drawn', drawn, isFloats(drawn?.filtered), 'what distribution returned')
      checkOption('step', step, Number.isSafeInteger(step), 'a whole number')
      const { filtered } = drawn
      // A generator of its own per step, so that a step's choice does not depend on the steps before it.
      const random = createRandom(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(step + 1, 0x85ebca6b))
      const weights = weightsOf(filtered)
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      if (!(total > 0)) checkedLogits(filtered)
      let left = random.uniform() * total
      const next = bestFirst(filtered)
      let id = next()
      for (let n = 1; n < filtered.length; n++) {
        left -= weights[id]!
        if (left < 0) break
        const other = next()
        if (!weights[other]) break
        id = other
      }
      return id
    },
  }
}

/** Throws `not-finite` for logits that no token can be chosen by. */
function checkedLogits(logits: Floats, how: Said = ''): Floats {
  const isRow = isFloats(logits) && logits.length > 0
  checkOption('logits', logits, isRow, 'a Float32Array with a number for each token of the vocabulary')
  const id = firstNotFinite(logits)
  if (id < 0) return logits
  throw new GlassformerError(
    'not-finite',
    say`The logit of token ${id}${clause(how)} is ${logits[id]}, so no token can be chosen. Give finite logits; a token that must not be drawn takes a very low one, such as -1e9.`,
  )
}

/** Temperature, then each filter on what is left, then softmax. `first` names the filter that keeps the first `topK`. */
function distribute(
  logits: Floats,
  { temperature, topK, topP, minP }: Required<Omit<SampleOptions, 'seed'>>,
  first: FilterName,
): Distribution {
  const V = checkedLogits(logits).length
  const scaled = checkedLogits(
    logits.map((logit) => logit / temperature),
    say`, divided by the temperature ${temperature},`,
  )
  const weights = weightsOf(scaled)
  const code = (name: FilterName) => FILTERS.indexOf(name) + 1
  const removedBy = new Uint8Array(V)
  if (topK < V || topP < 1) {
    const next = bestFirst(scaled)
    const order = topK < V ? Array.from({ length: topK }, next) : []
    let total = 0
    if (topK < V) for (const id of order) total += weights[id]!
    else for (const weight of weights) total += weight
    removedBy.fill(code(topK < V ? first : 'topP'))
    for (const id of order) removedBy[id] = code('topP')
    let sum = 0
    for (let n = 0; n < Math.min(topK, V) && (topP === 1 || sum < topP * total); n++) {
      const id = order[n] ?? next()
      removedBy[id] = 0
      sum += weights[id]!
    }
  }
  // The best token's weight is 1.
  for (let id = 0; id < V; id++) if (!removedBy[id] && weights[id]! < minP) removedBy[id] = code('minP')
  const filtered = scaled.map((value, id) => (removedBy[id] ? -Infinity : value))
  let total = 0
  for (let id = 0; id < V; id++) if (!removedBy[id]) total += weights[id]!
  const probs = filtered.map((_, id) => (removedBy[id] ? 0 : weights[id]! / total))
  return { scaled, filtered, probs, removedBy }
}

/** What each value's share in a softmax is proportional to; 1 for the largest. */
function weightsOf(values: Floats): Float64Array {
  let max = -Infinity
  for (const value of values) max = Math.max(max, value)
  return Float64Array.from(values, (value) => Math.exp(value - max))
}
