import { describe } from '../tensor/describe'
import { GlassformerError } from '../tensor/errors'
import { clause, say } from '../tensor/say'
import { checkModel } from './checkModel'
import type { Model } from './model'

/**
 * A prompt as token ids, checked against the model. Throws `empty-prompt`, `bad-tokens` (no tokenizer, or an id that is
 * not in the vocabulary, with its position) or `context-exceeded` (with `extra` more tokens to come,
 * of which the last takes no position).
 */
export function tokenIds(model: Model, prompt: string | readonly number[], extra = 0): number[] {
  checkModel(model)
  const { dVocab, nCtx } = model.config
  if (typeof prompt === 'string' && !model.tokenizer)
    throw new GlassformerError('bad-tokens', 'This model has no tokenizer: give token ids instead of text.')
  if (typeof prompt !== 'string' && !Array.isArray(prompt) && !ArrayBuffer.isView(prompt))
    throw new GlassformerError('bad-tokens', say`A prompt is text or an array of token ids; got ${describe(prompt)}.`)
  const ids =
    typeof prompt === 'string'
      ? (model.tokenizer as NonNullable<Model['tokenizer']>).encode(prompt)
      : Array.from(prompt)
  if (ids.length === 0) throw new GlassformerError('empty-prompt', 'The prompt is empty: give at least one token.')
  for (const [position, id] of ids.entries())
    if (!(Number.isInteger(id) && id >= 0 && id < dVocab))
      throw new GlassformerError(
        'bad-tokens',
        say`Token ${describe(id)} at position ${position} is not in the vocabulary: ids are whole numbers from 0 to ${dVocab - 1}.`,
      )
  const positions = ids.length + Math.max(0, extra - 1)
  if (positions > nCtx)
    throw new GlassformerError(
      'context-exceeded',
      say`${ids.length} tokens${extra ? say` and ${extra} new ones (the last is not read again)` : clause('')} take ${positions} positions, but this model's context is ${nCtx}: shorten the text${clause(extra ? ' or ask for fewer' : '')}.`,
    )
  return ids
}
