import type { Random } from '../tensor/random'
import type { AdamWOptions } from './adamw'
import type { Schedule } from './schedule'

export interface TrainerOptions extends Omit<AdamWOptions, 'learningRate'> {
  /** Gradients with a larger norm are scaled down to it; above 0, and Infinity for none. @default 1 */
  readonly maxGradNorm?: number | undefined
}

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

export interface TrainOptions extends TrainerOptions {
  /** Draws an example; or sequences to draw from, whose tokens each predict the next. */
  readonly data: ((random: Random) => Example) | readonly (readonly number[])[]
  readonly steps: number
  /** Examples per step. @default 16 */
  readonly batchSize?: number | undefined
  /** Same seed, model, data and kernels, in the same JavaScript engine: same bytes. @default 0 */
  readonly seed?: number | undefined
  /** One rate, or a schedule such as `cosineSchedule(...)`. @default 0.001 */
  readonly learningRate?: number | Schedule | undefined
  /** Hears of every step; `model.params` are then those after it, in a worker too. */
  readonly onStep?: ((step: TrainingStep) => void) | undefined
  /** Looked at between steps; an `AbortSignal` fits, and ends a paused run at once. */
  readonly signal?: TrainingSignal | undefined
  /**
   * Trains beside the page, in a Web Worker, with the same bits: `true` starts the library's own. Where a bundler or a
   * Content-Security-Policy needs another way, give a worker that runs `@glassformer/core/trainingWorker`, or a function
   * that starts one. It is ended with the run, so that each run needs a new one. `data` and a schedule stay in the page and are asked some steps ahead,
   * so they must not depend on what `onStep` has heard. @default false
   */
  readonly worker?: boolean | TrainingWorker | (() => TrainingWorker) | undefined
}

/** What `train` needs of an `AbortSignal`. Without events, a run is cancelled when the next step is due. */
export interface TrainingSignal {
  readonly aborted: boolean
  addEventListener?(type: 'abort', listener: () => void): void
  removeEventListener?(type: 'abort', listener: () => void): void
}

export interface TrainingRun {
  readonly steps: readonly TrainingStep[]
  /** Whether `signal` ended the run; the parameters are then those after the last of `steps`. */
  readonly cancelled: boolean
}

/** A run under way: the promise of what came of it, which can be held up between two steps. */
export interface Training extends Promise<TrainingRun> {
  /** No step is reported, and no parameter changes, until `resume`. */
  pause(): void
  resume(): void
}

/** What training needs of a `Worker`. */
export interface TrainingWorker {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void
  terminate(): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
  addEventListener(type: 'error' | 'messageerror', listener: (event: unknown) => void): void
}
