import { dequantize } from '../checkpoint/quantize'
import { type Model, modelOf } from '../model/model'
import { data } from './data/text'
import type { TextModelInfo } from './info'
import { TEXT_CONFIG, textTokenizer } from './textConfig'

export type { ModelInfo, TextModelInfo } from './info'

/** Where the text model comes from, and how good it is. */
export const TEXT_MODEL_INFO: TextModelInfo = data.info

/** Ten tokens; to go on, the model has to look back for who gave. */
export const DEFAULT_PROMPT = 'Anna gave the red ball to Ben. Ben thanked'

let model: Model | undefined

/**
 * A small model of words: 3 layers, 4 heads, 96 positions. It was trained on simple sentences about who does what to
 * whom, and completes such; any other text can be typed too. Always the same object; made at the first call.
 */
export function loadTextModel(): Model {
  model ??= modelOf(TEXT_CONFIG, dequantize(TEXT_CONFIG, data.weights), { name: 'text', tokenizer: textTokenizer })
  return model
}
