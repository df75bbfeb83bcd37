import { checkModel } from '../model/checkModel'
import type { Model } from '../model/model'
import { checkFunction, checkOptions, isObject, type Names } from '../tensor/checks'
import { checkOption } from '../tensor/errors'
import { maxNormOf } from './clip'
import { createDraws, type Draw } from './draws'
import { startRemote } from './remote'
import type { Stepper } from './stepper'
import { createTrainer } from './trainer'
import type { TrainingRun, TrainingSignal, TrainingStep, TrainOptions } from './types'

const TRAIN_OPTIONS: Names<Required<TrainOptions>> = {
  ...{ data: true, steps: true, batchSize: true, seed: true, learningRate: true, onStep: true, signal: true },
  ...{ worker: true, betas: true, eps: true, weightDecay: true, maxGradNorm: true },
}

/**
 * The loop behind `train`. Between two steps the page has its turn, a run may be held up, or ended; once a step is taken,
 * nothing comes between the change of the parameters and its report.
 * @param paused a promise to wait for, as long as there is one
 * @param troubles what befell a worker before
 */
export async function runTraining(
  model: Model,
  options: TrainOptions,
  paused: () => Promise<void> | undefined,
  troubles?: readonly unknown[],
): Promise<TrainingRun> {
  checkModel(model)
  checkFunction('paused', paused)
  const { steps, onStep, signal, worker } = checkOptions('train', options, TRAIN_OPTIONS)
  if (onStep !== undefined) checkFunction('onStep', onStep)
  checkOption('signal', signal, signal === undefined || isObject(signal), 'an AbortSignal')
  const draw = createDraws(model, options)
  // Whoever computes would refuse it too, but a worker would have to be started to say so.
  maxNormOf(options.maxGradNorm)
  const stepper = worker ? startRemote(model, options, draw, worker, troubles) : local(model, options, draw)
  const aborts = listen(signal)
  const done: TrainingStep[] = []
  try {
    while (done.length < steps) {
      await aborts.or(stepper.ready())
      for (let pause = paused(); pause && !signal?.aborted; pause = paused()) {
        checkFunction('The promise of paused, its then', pause.then)
        await aborts.or(pause)
      }
      if (signal?.aborted) return { steps: done, cancelled: true }
      const report = stepper.take()
      done.push(report)
      onStep?.(report)
    }
    return { steps: done, cancelled: false }
  } finally {
    aborts.close()
    stepper.close()
  }
}

function local(model: Model, options: TrainOptions, draw: () => Draw): Stepper {
  const trainer = createTrainer(model, options)
  return {
    ready: () =>
      new Promise((resolve) => {
        setTimeout(resolve, 0)
      }),
    take: () => {
      const { batch, learningRate } = draw()
      return trainer.step(batch, learningRate)
    },
    close: trainer.close,
  }
}

/** `or(promise)` waits for the promise or for the signal's abort, and leaves nothing hanging on either. */
function listen(signal: TrainingSignal | undefined) {
  let wake = () => {}
  const onAbort = () => wake()
  signal?.addEventListener?.('abort', onAbort)
  return {
    or: (promise: Promise<void>) =>
      new Promise<void>((resolve, reject) => {
        wake = resolve
        if (signal?.aborted) resolve()
        promise.then(resolve, reject)
      }),
    close: () => signal?.removeEventListener?.('abort', onAbort),
  }
}
