import type { ModelConfig } from '../model/config'
import { type Model, type ModelOptions, modelOf } from '../model/model'
import { isObject } from '../tensor/checks'
import { checkOption } from '../tensor/errors'
import type { Floats } from '../tensor/tensor'

/** What a file of weights holds, whatever its format: a config, and parameters that fit it. */
export interface Checkpoint extends ModelOptions {
  readonly config: ModelConfig
  /** All parameters, in the order of `parameterLayout(config)`. */
  readonly params: Floats
}

/** The model of a checkpoint: see `modelOf`. Throws `bad-config` if its tokenizer is too large. */
export function modelFrom(checkpoint: Checkpoint): Model {
  checkOption('A checkpoint', checkpoint, isObject(checkpoint), 'what a reader of @glassformer/core/checkpoint returns')
  const { config, params, ...options } = checkpoint
  return modelOf(config, params, options)
}
