import { kernelsFor } from '../kernels/arena'
import { ALL } from '../kernels/exports'
import type { Floats } from '../tensor/tensor'
import { fastPattern, fastPatternBackward } from './fastAttention'
import { firstKey, type KeysSeen, lastKey } from './keysSeen'

/** out[row .. row+n] = softmax(x[row .. row+n]); the maximum is taken off first, so that no exponential overflows. */
function softmaxRow(out: Floats, x: Floats, row: number, n: number): void {
  let max = -Infinity
  for (let i = row; i < row + n; i++) max = Math.max(max, x[i]!)
  let sum = 0
  for (let i = row; i < row + n; i++) sum += Math.exp(x[i]! - max)
  for (let i = row; i < row + n; i++) out[i] = Math.exp(x[i]! - max) / sum
}

/** pattern[h,t] = softmax of scores[h,t] over the keys that t sees; the others get 0. Both [NH,rows,keys]. */
export function patternForward(
  pattern: Floats,
  scores: Floats,
  seen: KeysSeen,
  from: number,
  to: number,
  NH: number,
): void {
  const kernels = kernelsFor(pattern, scores)
  if (kernels) {
    fastPattern(kernels, pattern, scores, seen, from, to, NH)
    return
  }
  const { rows, keys } = seen
  for (let h = 0; h < NH; h++)
    for (let t = from; t < to; t++) {
      const row = (h * rows + t) * keys
      const first = firstKey(seen, t)
      const end = lastKey(seen, t) + 1
      pattern.fill(0, row, row + first)
      softmaxRow(pattern, scores, row + first, end - first)
      pattern.fill(0, row + end, row + keys)
    }
}

/** Forward: p = softmax(x). So dx += p * (dp - sum of dp * p), row by row over the keys that t sees. */
export function patternBackward(
  dscores: Floats,
  dpattern: Floats,
  pattern: Floats,
  seen: KeysSeen,
  from: number,
  to: number,
  NH: number,
): void {
  const kernels = kernelsFor(dscores, dpattern, pattern)
  if (kernels) {
    fastPatternBackward(kernels, dscores, dpattern, pattern, seen, from, to, NH)
    return
  }
  const { rows, keys } = seen
  for (let h = 0; h < NH; h++)
    for (let t = from; t < to; t++) {
      const row = (h * rows + t) * keys
      const first = row + firstKey(seen, t)
      const last = row + lastKey(seen, t)
      let dot = 0
      for (let i = first; i <= last; i++) dot += dpattern[i]! * pattern[i]!
      for (let i = first; i <= last; i++) dscores[i]! += pattern[i]! * (dpattern[i]! - dot)
    }
}

/** probs[t] = softmax of logits[t]. Both [rows,V]. Its backward is fused with the loss: `crossEntropyBackward`. */
export function probsForward(probs: Floats, logits: Floats, from: number, to: number, V: number): void {
  const kernels = kernelsFor(probs, logits)
  if (kernels) kernels.softmaxRows(probs.byteOffset, logits.byteOffset, V, from, to, V, -ALL, ALL)
  else for (let t = from; t < to; t++) softmaxRow(probs, logits, t * V, V)
}
