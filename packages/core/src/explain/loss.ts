import type { BackwardTrace } from '../trace/types'
import type { Cell } from './cell'
import { exponentialsOf } from './softmax'
import { by, type Explainer, range, step, term } from './working'

/** losses[t] = log of the sum of exp(logits - max) + max - the target's logit. */
export const losses: Explainer = (cell) => {
  const [t] = cell.at
  const target = targetAt(cell, t)
  if (target < 0) return { operation: 'crossEntropy', terms: [] }
  const logits = range(cell.dims.V).map((v) => cell.activation('logits', [t, v]))
  const { steps, sum, max } = exponentialsOf(logits)
  const logarithm = step('logarithm', Math.log(sum.value))
  const minus = { name: 'minusOne', value: -1 } as const
  const own = cell.activation('logits', [t, target])
  return {
    operation: 'crossEntropy',
    terms: [term(by(logarithm)), term(max.of[0] ?? by(max)), term(by(minus), own)],
    steps: [...steps, logarithm],
    // The sum is 1 or more, and its logarithm off by as much as it is, also where that is nearly 0.
    size: 1 + Math.abs(logarithm.value) + Math.abs(max.value) + Math.abs(own.value),
  }
}

/** loss = the mean of those positions that count. */
export const loss: Explainer = (cell) => {
  const weight = weightOf(cell)
  const counted = range(cell.positions).filter((t) => targetAt(cell, t) >= 0)
  return {
    operation: 'mean',
    terms: counted.map((t) => term(cell.loss(t), by(weight))),
    steps: [step('count', counted.length), weight],
  }
}

/** Through loss and softmax at once: dlogits = weight * (p - [v = target]). */
export const logitsBackward: Explainer = (cell) => {
  const [t, v] = cell.at
  const target = targetAt(cell, t)
  const weight = weightOf(cell)
  const minusWeight = step('minusWeight', -weight.value)
  return {
    operation: 'crossEntropyBackward',
    terms:
      target < 0
        ? []
        : [term(by(weight), cell.activation('probs', [t, v])), ...(v === target ? [term(by(minusWeight))] : [])],
    steps: [weight, ...(v === target ? [minusWeight] : [])],
  }
}

/** loss = weight * -log p[target]. So dp[target] = -weight / p, 1 / p being exp of the loss there; the others get 0. */
export const probsBackward: Explainer = (cell) => {
  const [t, v] = cell.at
  if (targetAt(cell, t) !== v) return { operation: 'logLossBackward', terms: [] }
  const own = cell.loss(t)
  const inverse = step('inverse', Math.min(Math.exp(own.value), 3e38), own)
  const minusWeight = step('minusWeight', -weightOf(cell).value)
  return {
    operation: 'logLossBackward',
    terms: [term(by(minusWeight), by(inverse))],
    steps: [inverse, minusWeight],
  }
}

function targetAt({ trace }: Cell, t: number): number {
  return (trace as BackwardTrace).targets[t] ?? -1
}

/** 1 over the positions that count. */
function weightOf({ trace }: Cell) {
  const { targets } = trace as BackwardTrace
  return step('weight', 1 / targets.filter((target) => target >= 0).length)
}
