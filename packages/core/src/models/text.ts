import { dequantize } from '../checkpoint/quantize'
import { type Model, modelOf } from '../model/model'
import { createBPE } from '../tokenizer/bpe'
import { data } from './data/text'
import type { TextModelInfo } from './info'
import { TEXT_CONFIG } from './textConfig'

export type { ModelInfo, TextModelInfo } from './info'

/** Where the text model comes from, and how good it is. */
export const TEXT_MODEL_INFO: TextModelInfo = data.info

/** Ten tokens; to go on, the model has to look back for who gave. */
export const DEFAULT_PROMPT = 'Anna gave the red ball to Ben. Ben thanked'

let model: Model | undefined

/**
 * A small model of English: 4 layers, 4 heads, 128 positions, and a byte-level BPE tokenizer of its own that has a token
 * for most words of its training text. That was stories, questions and answers, lists that repeat, brackets and
 * quotations, all in simple words; it goes on in their manner from any text that is typed. Always the same object; made
 * at the first call.
 */
export function loadTextModel(): Model {
  model ??= modelOf(TEXT_CONFIG, dequantize(TEXT_CONFIG, data.weights, data.info.weightBits), {
    name: 'text',
    tokenizer: createBPE({ merges: data.merges }),
  })
  return model
}
