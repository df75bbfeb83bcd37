import type { Model } from '../model/model'
import type { Random } from '../tensor/random'
import type { AdamWOptions } from './adamw'
import type { Schedule } from './schedule'

/** A sequence, and the token to be predicted at each of its positions; -1 where the loss ignores it. */
export interface Example {
  readonly tokens: readonly number[]
  readonly targets: readonly number[]
}

/** One training step, as `onStep` hears of it after the parameters have changed. */
export interface TrainingStep {
  /** Counts from 0. */
  readonly step: number
  /** Mean over the batch's positions that count, in nats, before the update. */
  readonly loss: number
  readonly learningRate: number
  /** Norm of the gradient before clipping. */
  readonly gradNorm: number
}

export interface TrainOptions extends Omit<AdamWOptions, 'learningRate'> {
  /** Draws an example; or sequences to draw from, whose tokens each predict the next. */
  readonly data: ((random: Random) => Example) | readonly (readonly number[])[]
  readonly steps: number
  /** Examples per step. @default 16 */
  readonly batchSize?: number
  /** Same seed, same model, same data: same bytes. @default 0 */
  readonly seed?: number
  /** One rate, or a schedule such as `cosineSchedule(...)`. @default 0.001 */
  readonly learningRate?: number | Schedule
  /** Gradients with a larger norm are scaled down to it. @default 1 */
  readonly maxGradNorm?: number
  readonly onStep?: (step: TrainingStep) => void
  /** Checked between steps; an `AbortSignal` fits. */
  readonly signal?: { readonly aborted: boolean }
}

export interface TrainingRun {
  readonly steps: readonly TrainingStep[]
  /** Whether `signal` ended the run; the parameters are then those after the last of `steps`. */
  readonly cancelled: boolean
}

/**
 * Trains the model in place with AdamW, and lets other work run between two steps. The loop comes in a file of its own
 * when it is first asked for, so that a page which does not train does not carry it.
 * Rejects with `bad-option` if the loss is no longer a number; the parameters are then those before that step.
 */
export async function train(model: Model, options: TrainOptions): Promise<TrainingRun> {
  const { runTraining } = await import('./loop')
  return runTraining(model, options)
}
