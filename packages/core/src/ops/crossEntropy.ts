import { kernelsFor } from '../kernels/arena'
import type { Floats } from '../tensor/tensor'

/**
 * losses[t] = -log softmax(logits[t])[targets[t]], in nats; 0 where the target is -1. losses[T], logits[T,V].
 * It is taken from the logits, so that a probability too small for float32 still has a finite loss.
 */
export function crossEntropyForward(
  losses: Floats,
  logits: Floats,
  targets: ArrayLike<number>,
  from: number,
  to: number,
  V: number,
): void {
  const kernels = kernelsFor(losses, logits)
  for (let t = from; t < to; t++) {
    const target = targets[t]!
    if (target < 0) {
      losses[t] = 0
      continue
    }
    const row = t * V
    let max = -Infinity
    let sum = 0
    if (kernels) {
      max = kernels.maxOf(logits.byteOffset + 4 * row, V)
      sum = kernels.sumOfExp(logits.byteOffset + 4 * row, V, max)
    } else {
      for (let i = row; i < row + V; i++) max = Math.max(max, logits[i]!)
      for (let i = row; i < row + V; i++) sum += Math.exp(logits[i]! - max)
    }
    losses[t] = Math.log(sum) + max - logits[row + target]!
  }
}

/**
 * Forward: loss = scale * sum of -log p[target], p = softmax(logits).
 * Through both at once: dlogits += scale * (p - [v = target]).
 */
export function crossEntropyBackward(
  dlogits: Floats,
  probs: Floats,
  targets: ArrayLike<number>,
  from: number,
  to: number,
  V: number,
  scale: number,
): void {
  const kernels = kernelsFor(dlogits, probs)
  for (let t = from; t < to; t++) {
    const target = targets[t]!
    if (target < 0) continue
    const row = dlogits.byteOffset + 4 * t * V
    if (kernels) kernels.addScaled(row, row, probs.byteOffset + 4 * t * V, scale, V)
    else for (let i = t * V; i < (t + 1) * V; i++) dlogits[i]! += scale * probs[i]!
    dlogits[t * V + target]! -= scale
  }
}

/**
 * Forward: loss = scale * sum of -log p[target]. So dprobs[target] += -scale / p = -scale * exp(loss at t).
 * What float32 cannot hold is left at its largest number.
 */
export function logLossBackward(
  dprobs: Floats,
  losses: Floats,
  targets: ArrayLike<number>,
  from: number,
  to: number,
  V: number,
  scale: number,
): void {
  for (let t = from; t < to; t++) {
    const target = targets[t]!
    if (target < 0) continue
    const i = t * V + target
    dprobs[i]! -= scale * Math.min(Math.exp(losses[t]!), 3e38)
  }
}
