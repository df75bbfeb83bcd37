import type { Floats } from '../tensor/tensor'

/** out[row .. row+n] = softmax(x[row .. row+n]); the maximum is taken off first, so that no exponential overflows. */
function softmaxRow(out: Floats, x: Floats, row: number, n: number): void {
  let max = -Infinity
  for (let i = row; i < row + n; i++) max = Math.max(max, x[i] as number)
  let sum = 0
  for (let i = row; i < row + n; i++) sum += Math.exp((x[i] as number) - max)
  for (let i = row; i < row + n; i++) out[i] = Math.exp((x[i] as number) - max) / sum
}

/** pattern[h,t] = softmax of scores[h,t] over keys s <= t; later keys get 0. Both [NH,T,T]. */
export function patternForward(pattern: Floats, scores: Floats, from: number, to: number, T: number, NH: number): void {
  for (let h = 0; h < NH; h++)
    for (let t = from; t < to; t++) {
      const row = (h * T + t) * T
      softmaxRow(pattern, scores, row, t + 1)
      pattern.fill(0, row + t + 1, row + T)
    }
}

/** Forward: p = softmax(x). So dx += p * (dp - sum of dp * p), row by row over keys s <= t. */
export function patternBackward(
  dscores: Floats,
  dpattern: Floats,
  pattern: Floats,
  from: number,
  to: number,
  T: number,
  NH: number,
): void {
  for (let h = 0; h < NH; h++)
    for (let t = from; t < to; t++) {
      const row = (h * T + t) * T
      let dot = 0
      for (let i = row; i <= row + t; i++) dot += (dpattern[i] as number) * (pattern[i] as number)
      for (let i = row; i <= row + t; i++)
        dscores[i] = (dscores[i] as number) + (pattern[i] as number) * ((dpattern[i] as number) - dot)
    }
}

/** probs[t] = softmax of logits[t]. Both [T,V]. Its backward is fused with the loss: `crossEntropyBackward`. */
export function probsForward(probs: Floats, logits: Floats, from: number, to: number, V: number): void {
  for (let t = from; t < to; t++) softmaxRow(probs, logits, t * V, V)
}
