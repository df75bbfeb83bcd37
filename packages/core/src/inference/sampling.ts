import { GlassformerError } from '../tensor/errors'
import { createRandom } from '../tensor/random'
import type { Floats } from '../tensor/tensor'

/** Chooses the next token from logits [V]. Pure: the same logits and step give the same token. */
export interface Sampler {
  pick(logits: Floats, step: number): number
}

/** Always the most probable token; of equals, the one with the lowest id. */
export function greedy(): Sampler {
  return { pick: (logits) => ranked(logits)[0] as number }
}

export interface SampleOptions {
  /** Divides the logits: below 1 is bolder, above 1 more even. A positive number. @default 1 */
  readonly temperature?: number
  /** Only the `topK` most probable tokens. @default all */
  readonly topK?: number
  /** Only the most probable tokens, until their probabilities sum to `topP` (0 to 1). @default 1 */
  readonly topP?: number
  /** Whole number. @default 0 */
  readonly seed?: number
}

/** Draws from the softmax of the logits, seeded. Throws `bad-option`. */
export function sample({ temperature = 1, topK = Infinity, topP = 1, seed = 0 }: SampleOptions = {}): Sampler {
  check(
    'temperature',
    temperature,
    temperature > 0 && temperature < Infinity,
    'a positive number; for no chance at all, use greedy()',
  )
  check('topK', topK, topK === Infinity || (Number.isInteger(topK) && topK > 0), 'a positive whole number')
  check('topP', topP, topP > 0 && topP <= 1, 'above 0 and at most 1')
  check('seed', seed, Number.isInteger(seed), 'a whole number')
  return {
    pick(logits, step) {
      const order = ranked(logits).slice(0, topK)
      const best = logits[order[0] as number] as number
      const weights = order.map((id) => Math.exp(((logits[id] as number) - best) / temperature))
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      let kept = 0
      let count = 0
      while (count < order.length && kept < topP * total) kept += weights[count++] as number
      // A generator of its own per step, so that a step's choice does not depend on the steps before it.
      let left = createRandom(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(step + 1, 0x85ebca6b)).uniform() * kept
      for (let i = 0; i < count; i++) {
        left -= weights[i] as number
        if (left < 0) return order[i] as number
      }
      return order[count - 1] as number
    },
  }
}

/** Ids, best first; of equals, the lowest id first. */
export function ranked(logits: Floats): number[] {
  return Array.from(logits.keys()).sort((a, b) => (logits[b] as number) - (logits[a] as number) || a - b)
}

function check(name: string, value: unknown, ok: boolean, allowed: string): void {
  if (!ok) throw new GlassformerError('bad-option', `${name} must be ${allowed}; got ${String(value)}.`)
}
