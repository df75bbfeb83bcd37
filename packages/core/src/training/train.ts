import type { Model } from '../model/model'
import type { Training, TrainOptions } from './types'

/**
 * Trains the model in place with AdamW, and lets other work run between two steps. The loop comes in a file of its own
 * when it is first asked for, so that a page which does not train does not carry it.
 * Rejects with `bad-option` if an option cannot be used, or a worker: blocked, missing, ended, or given to a run before.
 * Rejects with `not-finite`, which names parameter and step, if the loss or a gradient is no longer a number; the parameters
 * are then those before that step.
 */
export function train(model: Model, options: TrainOptions): Training {
  let resume: (() => void) | undefined
  let paused: Promise<void> | undefined
  // A worker that was started before may break while the loop is on its way.
  const troubles: unknown[] = []
  const worker = options?.worker
  if (typeof worker === 'object') worker?.addEventListener?.('error', (event) => troubles.push(event))
  const run = import('./loop').then(({ runTraining }) => runTraining(model, options, () => paused, troubles))
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
