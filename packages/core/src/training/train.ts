import type { Model } from '../model/model'
import type { Training, TrainOptions } from './types'

/**
 * Trains the model in place with AdamW, and lets other work run between two steps. The loop comes in a file of its own
 * when it is first asked for, so that a page which does not train does not carry it.
 * Rejects with `bad-option` if an option cannot be used, or the loss is no longer a number; the parameters are then those
 * before that step.
 */
export function train(model: Model, options: TrainOptions): Training {
  let resume: (() => void) | undefined
  let paused: Promise<void> | undefined
  const run = import('./loop').then(({ runTraining }) => runTraining(model, options, () => paused))
  return Object.assign(run, {
    pause: () => {
      paused ??= new Promise((resolve) => {
        resume = resolve
      })
    },
    resume: () => {
      paused = undefined
      resume?.()
    },
  })
}
