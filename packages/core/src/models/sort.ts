import { dequantize } from '../checkpoint/quantize'
import { type Model, modelOf } from '../model/model'
import { data } from './data/sort'
import type { SortModelInfo } from './info'
import { SORT_CONFIG, sortTokenizer } from './sortConfig'

export type { ModelInfo, SortModelInfo } from './info'

/** Where the sorting model comes from, and how good it is. */
export const SORT_MODEL_INFO: SortModelInfo = data.info

let model: Model | undefined

/**
 * A model of 85,584 parameters that sorts six letters of A, B and C: give it the six, and it goes on with them in
 * order. Always the same object; made at the first call.
 */
export function loadSortModel(): Model {
  model ??= modelOf(SORT_CONFIG, dequantize(SORT_CONFIG, data.weights), { name: 'sort', tokenizer: sortTokenizer })
  return model
}
