import type { ModelConfig } from '../model/config'
import type { ErrorCode, GlassformerError } from '../tensor/errors'
import type { Floats } from '../tensor/tensor'
import type { Example, TrainerOptions, TrainingStep } from './types'

/** The first message to the worker; `params` is a copy. */
export interface Start {
  readonly kind: 'start'
  readonly config: ModelConfig
  readonly params: Floats
  /** Whether the page's model runs on the kernels, as the worker's then must, to come to the same bits. */
  readonly kernels: 'auto' | 'plain'
  readonly options: TrainerOptions
}

/** One step to be done. `params`, if there, is an array to report in. */
export interface Work {
  readonly kind: 'work'
  readonly batch: readonly Example[]
  readonly learningRate: number
  readonly params: Floats | undefined
}

/** The worker has begun. `lock`, if there, is the name of one that it holds as long as it lives. */
export interface Ready {
  readonly kind: 'ready'
  readonly lock: string | undefined
}

/** One step that was done, and the parameters after it: handed over, not copied. */
export interface Done {
  readonly kind: 'done'
  readonly report: TrainingStep
  readonly params: Floats
}

/** A step that could not be done; the worker does no more. */
export interface Failed {
  readonly kind: 'failed'
  readonly code: ErrorCode
  readonly template: string
  readonly values: GlassformerError['values']
}
