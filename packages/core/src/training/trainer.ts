import { giveBack, takeFloats } from '../kernels/arena'
import { accumulateBatch } from '../model/backward'
import { checkModel } from '../model/checkModel'
import type { Model } from '../model/model'
import { BATCH_ROWS } from '../model/room'
import { createWorkspace, releaseWorkspace } from '../model/workspace'
import { GlassformerError } from '../tensor/errors'
import { checkParameters } from '../tensor/finite'
import { say } from '../tensor/say'
import { createAdamW } from './adamw'
import { checkGradients } from './checkGradients'
import { clipGradients, maxNormOf } from './clip'
import type { Example, TrainerOptions, TrainingStep } from './types'

/** What training works with, made once: activations, gradients, and the optimizer's running means. */
export interface Trainer {
  /** One step on a batch that was checked before. Throws `not-finite`, which names the parameter and the step: with the parameters untouched if
   * the loss or a gradient is not finite, and after the update if that is what made one of them so. */
  step(batch: readonly Example[], learningRate: number): TrainingStep
  /** Gives back the memory that it works in. */
  close(): void
}

/** The one place where a model learns; the page and the worker both run it, and so come to the same bits. Throws `bad-option`. */
export function createTrainer(model: Model, options: TrainerOptions = {}): Trainer {
  checkModel(model)
  const { betas, eps, weightDecay } = options
  const maxGradNorm = maxNormOf(options.maxGradNorm)
  // These alone: `train` hands over all of its options, whose learning rate may be a schedule.
  const optimizer = createAdamW(model, { betas, eps, weightDecay })
  const { nCtx } = model.config
  const workspace = createWorkspace(model, Math.max(nCtx, BATCH_ROWS), nCtx)
  const grads = takeFloats(model.params, model.params.length)
  let step = 0
  return {
    step: (batch, learningRate) => {
      const counted = batch.reduce((sum, { targets }) => sum + targets.filter((target) => target >= 0).length, 0)
      grads.fill(0)
      const loss = accumulateBatch(model, workspace, batch, grads, 1 / counted) / counted
      const gradNorm = clipGradients(grads, maxGradNorm)
      if (!Number.isFinite(loss + gradNorm)) {
        checkParameters(model.layout, model.params, step)
        checkGradients(model, grads, step)
        throw new GlassformerError(
          'not-finite',
          say`The loss is ${loss} and the norm of the gradient ${gradNorm} at step ${step}. Lower the learning rate.`,
        )
      }
      optimizer.step(grads, learningRate)
      return { step: step++, loss, learningRate, gradNorm }
    },
    close: () => {
      releaseWorkspace(workspace)
      giveBack(grads)
    },
  }
}
