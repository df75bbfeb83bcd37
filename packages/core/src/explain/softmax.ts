import { keysOf, maskOf } from './keys'
import type { Source } from './types'
import { by, type Explainer, range, step, sumOf, term, type Working } from './working'

/** pattern[h, t] = softmax of scores[h, t] over the keys that t reads. */
export const pattern: Explainer = (cell) => {
  const [h, t, s] = cell.at
  const mask = maskOf(cell, t, s)
  if (mask) return { operation: mask, terms: [] }
  const keys = keysOf(cell, t)
  const scores = keys.map((key) => cell.activation('blocks.l.attn.scores', [h, t, key]))
  return softmax(scores, keys.indexOf(s))
}

/** probs[t] = softmax of logits[t]. */
export const probs: Explainer = (cell) => {
  const [t, v] = cell.at
  return softmax(
    range(cell.dims.V).map((id) => cell.activation('logits', [t, id])),
    v,
  )
}

/** exp(x - max) / sum of all such: the largest is taken off first, so that no exponential overflows. */
function softmax(x: readonly Source[], own: number): Working {
  const { steps, exponentials, sum } = exponentialsOf(x)
  const reciprocal = step('reciprocal', 1 / sum.value)
  return {
    operation: 'softmax',
    terms: [term(by(exponentials[own] as (typeof exponentials)[number]), by(reciprocal))],
    steps: [...steps, reciprocal],
  }
}

/** The steps of a softmax up to the sum. */
export function exponentialsOf(x: readonly Source[]) {
  const most = Math.max(...x.map(({ value }) => value))
  const max = step('max', most, ...x.filter(({ value }) => value === most).slice(0, 1))
  const exponentials = x.map((source) => step('exponential', Math.exp(source.value - most), source))
  const sum = step('sum', sumOf(exponentials.map(({ value }) => value)))
  return { steps: [max, ...exponentials, sum], exponentials, max, sum }
}
