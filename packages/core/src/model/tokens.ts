import { describe } from '../tensor/describe'
import { GlassformerError } from '../tensor/errors'
import { clause, say } from '../tensor/say'
import type { Model } from './model'

/**
 * A prompt as token ids, checked against the model. Throws `empty-prompt`, `bad-tokens` (no tokenizer, or an id that is
 * not in the vocabulary, with its position) or `context-exceeded` (with `extra` more tokens to come,
 * of which the last takes no position).
 */
export function tokenIds(model: Model, prompt: string | readonly number[], extra = 0): number[] {
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

/**
 * A token as text, its spaces included; `#5` for an id that has none: in a model without a tokenizer, beyond the end of
 * the tokenizer's vocabulary, or in one of the holes that published vocabularies have.
 */
export function tokenText(model: Pick<Model, 'tokenizer'>, id: number): string {
  return ownText(model.tokenizer, id) ?? `#${id}`
}

/** Several tokens as one text, ids without a token among them as `#5`. Without a tokenizer, ids with a space between. */
export function textOfTokens({ tokenizer }: Pick<Model, 'tokenizer'>, ids: readonly number[]): string {
  if (!tokenizer) return ids.map((id) => `#${id}`).join(' ')
  let text = ''
  let run: number[] = []
  const endRun = () => {
    if (run.length === 0) return
    const decoded = tokenizer.decode(run)
    // `decode` takes away what `encode` puts before a text, but this one may have begun before.
    const own = run.map((id) => ownText(tokenizer, id)).join('')
    text += (text ? ' '.repeat(Math.max(0, leadingSpaces(own) - leadingSpaces(decoded))) : '') + decoded
    run = []
  }
  for (const id of ids)
    if (ownText(tokenizer, id) !== undefined) run.push(id)
    else {
      endRun()
      text += `#${id}`
    }
  endRun()
  return text
}

function leadingSpaces(text: string): number {
  return /^ */.exec(text)?.[0].length ?? 0
}

/** What the tokenizer says of an id: nothing where it throws, or returns no text. */
function ownText(tokenizer: Model['tokenizer'], id: number): string | undefined {
  if (!tokenizer || id >= tokenizer.size) return undefined
  try {
    const text: unknown = tokenizer.token(id)
    return typeof text === 'string' ? text : undefined
  } catch {
    return undefined
  }
}
