import { checkModel } from '../model/checkModel'
import type { Model } from '../model/model'
import { parameterRow } from '../model/parameters'
import { checkOptions, isFloats, type Names } from '../tensor/checks'
import { checkOption, GlassformerError } from '../tensor/errors'
import { firstPlace, type Place, shown } from '../tensor/finite'
import { createFloats, precisionOf } from '../tensor/floats'
import { say } from '../tensor/say'
import type { Floats } from '../tensor/tensor'
import { checkGradients } from './checkGradients'

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

export const ADAMW_OPTIONS: Names<Required<AdamWOptions>> = {
  ...{ learningRate: true, betas: true, eps: true, weightDecay: true },
}

/** Adam with decoupled weight decay (Loshchilov and Hutter, 2019, https://arxiv.org/abs/1711.05101), as PyTorch has it. */
export function createAdamW(model: Model, options: AdamWOptions = {}): AdamW {
  checkModel(model)
  checkOptions('createAdamW', options, ADAMW_OPTIONS)
  const { learningRate: defaultRate = 1e-3, betas = [0.9, 0.999], eps = 1e-8, weightDecay = 0.01 } = options
  checkRate(defaultRate)
  const [beta1, beta2] = isPair(betas) ? betas : [Number.NaN, Number.NaN]
  checkOption('betas', betas, isShare(beta1) && isShare(beta2), 'two numbers, each from 0 up and below 1')
  checkOption('eps', eps, Number.isFinite(eps) && eps > 0, 'a number above 0')
  checkOption('weightDecay', weightDecay, Number.isFinite(weightDecay) && weightDecay >= 0, 'a number, 0 or more')
  const { layout, params } = model
  const mean = createFloats(params.length, precisionOf(params))
  const meanSquare = createFloats(params.length, precisionOf(params))
  const decays = layout.entries.map(({ name }) => parameterRow(name)?.decay)
  let steps = 0

  return {
    step: (grads, learningRate = defaultRate) => {
      checkRate(learningRate)
      checkOption('The gradients', grads, isFloats(grads), 'a Float32Array or Float64Array')
      if (grads.length !== params.length)
        throw new GlassformerError(
          'bad-option',
          say`AdamW needs one gradient for each of the ${params.length} parameters; got ${grads.length}.`,
        )
      steps++
      // Both means start at 0, and are too small by these factors at first.
      const pace = learningRate / (1 - beta1 ** steps)
      const spread = 1 / Math.sqrt(1 - beta2 ** steps)
      let sum = 0
      for (const [e, { offset, size }] of layout.entries.entries()) {
        const keep = decays[e] ? 1 - learningRate * weightDecay : 1
        for (let i = offset; i < offset + size; i++) {
          const grad = grads[i]!
          const m = beta1 * mean[i]! + (1 - beta1) * grad
          const v = beta2 * meanSquare[i]! + (1 - beta2) * grad * grad
          mean[i] = m
          meanSquare[i] = v
          params[i] = params[i]! * keep - (pace * m) / (Math.sqrt(v) * spread + eps)
          sum += 0 * params[i]!
        }
      }
      // What is not finite makes it NaN; only then is it looked for.
      if (sum !== 0) throw lost(model, grads, learningRate, steps - 1)
    },
  }
}

function isPair(betas: unknown): betas is readonly [number, number] {
  return Array.isArray(betas) && betas.length === 2
}

function isShare(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value < 1
}

function checkRate(learningRate: unknown): void {
  const ok = typeof learningRate === 'number' && learningRate >= 0 && learningRate < Infinity
  checkOption('learningRate', learningRate, ok, 'a number, 0 or more')
}

/** What a step did that leaves a parameter not finite. */
function lost(model: Model, grads: Floats, learningRate: number, step: number): GlassformerError {
  checkGradients(model, grads, step)
  const place = firstPlace(model.layout, model.params) as Place
  return new GlassformerError(
    'not-finite',
    say`The parameter ${shown(place)} after step ${step}, at a learning rate of ${learningRate}: the model is spoilt. Begin again from its parameters of before, with a lower learning rate.`,
  )
}
