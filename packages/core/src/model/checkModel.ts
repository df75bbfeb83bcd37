import { isFloats, isObject } from '../tensor/checks'
import { checkOption } from '../tensor/errors'
import type { Model } from './model'

/** Throws `bad-option` for what is no model. */
export function checkModel(model: unknown): asserts model is Model {
  const ok =
    isObject(model) &&
    isObject(model.config) &&
    isObject(model.layout) &&
    isFloats(model.params) &&
    typeof model.param === 'function'
  checkOption('The model', model, ok, 'one that createModel, modelOf or modelFrom made')
}
