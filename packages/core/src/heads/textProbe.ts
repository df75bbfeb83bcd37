import { isObject } from '../tensor/checks'
import { describe } from '../tensor/describe'
import { checkOption, GlassformerError } from '../tensor/errors'
import { say } from '../tensor/say'
import { checkTokenizer } from '../tokenizer/checkTokenizer'
import type { Tokenizer } from '../tokenizer/types'
import type { Mark, Probe } from './types'

/** A stretch of text: as it is, or marked as the query, as a key or as a decoy. */
export type ProbePart = string | { readonly query: string } | { readonly key: string } | { readonly decoy: string }

/**
 * A probe from text in parts, for instance `['the ', { key: 'cat' }, ' near the ', { decoy: 'dogs' }, ' ', { query: 'sleeps' }]`.
 * A marked stretch stands for the tokens that hold its letters; of a query in several tokens, the last one asks.
 * @throws `bad-option` without a query and a key, or if the tokenizer does not give the text back
 */
export function textProbe(tokenizer: Tokenizer, parts: readonly ProbePart[]): Probe {
  checkTokenizer(tokenizer)
  const areParts = Array.isArray(parts) && parts.every((part) => typeof partText(part) === 'string')
  checkOption('The parts', parts, areParts, 'an array of text, { query }, { key } and { decoy }')
  const texts = parts.map((part) => partText(part) as string)
  const text = texts.join('')
  const tokens = tokenizer.encode(text)
  if (tokenizer.decode(tokens) !== text)
    throw new GlassformerError(
      'bad-option',
      say`A probe needs text that its tokenizer gives back; got ${describe(text)}.`,
    )
  const ends: number[] = []
  for (const id of tokens) ends.push((ends.at(-1) ?? 0) + String(tokenizer.token(id)).length)
  if (ends.at(-1) !== text.length)
    throw new GlassformerError(
      'bad-option',
      say`A probe needs tokens of whole characters; those of ${describe(text)} cut some.`,
    )
  const tokensOf = (kind: string): number[] => {
    let start = 0
    return parts.flatMap((part, i) => {
      const end = start + (texts[i] as string).length
      const from = start
      start = end
      if (typeof part === 'string' || !(kind in part)) return []
      return tokens.flatMap((_, t) => (ends[t]! > from && (ends[t - 1] ?? 0) < end ? [t] : []))
    })
  }
  const query = tokensOf('query').at(-1)
  const keys = tokensOf('key')
  if (query === undefined || keys.length === 0)
    throw new GlassformerError(
      'bad-option',
      say`A probe needs a { query } and a { key }; got neither or one in ${describe(text)}.`,
    )
  const decoys = tokensOf('decoy')
  const mark: Mark = { query, keys, ...(decoys.length && { decoys }) }
  return { tokens, marks: [mark] }
}

function partText(part: unknown): unknown {
  return isObject(part) ? Object.values(part)[0] : part
}
