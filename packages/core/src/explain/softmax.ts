import { keysOf, maskOf } from './keys'
import type { Factor, Source } from './types'
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
  const exponential = exponentials[own] as (typeof exponentials)[number]
  const share = term(by(exponential), by(reciprocal))
  return {
    operation: 'softmax',
    terms: [share],
    steps: [...steps, reciprocal],
    // An exponential is off by as much as what it is taken of, which is rounded as the logarithm of what comes out.
    size: share.value * (1 - Math.log(exponential.value || 1)),
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

/** Forward: p = softmax(x). Each weight of the row reads x[s]: the derivative of p[j] is p[j] ([j = s] - p[s]). */
export const scoresBackward: Explainer = (cell) => {
  const [h, t, s] = cell.at
  if (maskOf(cell, t, s)) return { operation: 'softmaxBackward', terms: [] }
  const own = cell.activation('blocks.l.attn.pattern', [h, t, s])
  const terms = keysOf(cell, t).map((j) => {
    const derivative = step('derivative', (j === s ? 1 : 0) - own.value, own)
    const weight = cell.activation('blocks.l.attn.pattern', [h, t, j])
    return term(cell.gradient('blocks.l.attn.pattern', [h, t, j]), weight, by(derivative))
  })
  // p[s] (dp[s] - sum of dp p): what is taken off may be nearly all.
  const pulls = terms.map(({ factors: [d, p] }) => Math.abs((d as Factor).value * (p as Factor).value))
  const { value } = cell.gradient('blocks.l.attn.pattern', [h, t, s])
  return { operation: 'softmaxBackward', terms, size: own.value * (Math.abs(value) + sumOf(pulls)) }
}
