import type { Model } from '../model/model'
import { parameterRow } from '../model/parameters'
import { describe } from '../tensor/describe'
import { GlassformerError } from '../tensor/errors'
import { createFloats, precisionOf } from '../tensor/floats'
import { say } from '../tensor/say'
import type { Floats } from '../tensor/tensor'

export interface AdamWOptions {
  /** @default 0.001 */
  readonly learningRate?: number | undefined
  /** Decay of the running means of the gradient and of its square. @default [0.9, 0.999] */
  readonly betas?: readonly [number, number] | undefined
  /** Added to the root of the mean square. @default 1e-8 */
  readonly eps?: number | undefined
  /** Share of a weight that one step at learning rate 1 would take off. Matrices only: not biases, not norms. @default 0.01 */
  readonly weightDecay?: number | undefined
}

export interface AdamW {
  /** Changes the model's parameters by one step against `grads`, which lie as the parameters do. */
  step(grads: Floats, learningRate?: number): void
}

/** Adam with decoupled weight decay (Loshchilov and Hutter, 2019, https://arxiv.org/abs/1711.05101), as PyTorch has it. */
export function createAdamW(model: Model, options: AdamWOptions = {}): AdamW {
  const { learningRate: defaultRate = 1e-3, betas = [0.9, 0.999], eps = 1e-8, weightDecay = 0.01 } = options
  const [beta1, beta2] = betas
  if (!(defaultRate >= 0 && eps > 0 && weightDecay >= 0 && isShare(beta1) && isShare(beta2)))
    throw new GlassformerError(
      'bad-option',
      say`AdamW needs learningRate >= 0, betas in [0, 1), eps > 0 and weightDecay >= 0; got ${describe(defaultRate)}, ${describe(betas)}, ${describe(eps)}, ${describe(weightDecay)}.`,
    )
  const { layout, params } = model
  const mean = createFloats(params.length, precisionOf(params))
  const meanSquare = createFloats(params.length, precisionOf(params))
  const decays = layout.entries.map(({ name }) => parameterRow(name)?.decay)
  let steps = 0

  return {
    step: (grads, learningRate = defaultRate) => {
      if (grads.length !== params.length)
        throw new GlassformerError(
          'bad-option',
          say`AdamW needs one gradient for each of the ${params.length} parameters; got ${grads.length}.`,
        )
      steps++
      // Both means start at 0, and are too small by these factors at first.
      const pace = learningRate / (1 - beta1 ** steps)
      const spread = 1 / Math.sqrt(1 - beta2 ** steps)
      for (const [e, { offset, size }] of layout.entries.entries()) {
        const keep = decays[e] ? 1 - learningRate * weightDecay : 1
        for (let i = offset; i < offset + size; i++) {
          const grad = grads[i] as number
          const m = beta1 * (mean[i] as number) + (1 - beta1) * grad
          const v = beta2 * (meanSquare[i] as number) + (1 - beta2) * grad * grad
          mean[i] = m
          meanSquare[i] = v
          params[i] = (params[i] as number) * keep - (pace * m) / (Math.sqrt(v) * spread + eps)
        }
      }
    },
  }
}

function isShare(value: number): boolean {
  return value >= 0 && value < 1
}
