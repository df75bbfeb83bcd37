import type { TraceToken } from '@glassformer/core'
import { cutMiddle, visibleToken } from '../messages/format'
import type { SaidToken } from '../messages/say'

/** Letters of a token in a sentence before its middle is cut out. */
const LETTERS = 16

/** Names the tokens of a text in sentences: with their position where the text has the same token more than once. */
export function tokenNames(tokens: readonly TraceToken[]): (position: number) => SaidToken {
  const counts = new Map<string, number>()
  for (const { text } of tokens) counts.set(text, (counts.get(text) ?? 0) + 1)
  return (position) => {
    const text = tokens[position]?.text ?? ''
    const token = cutMiddle(visibleToken(text), LETTERS)
    return (counts.get(text) ?? 0) > 1 ? { token, position } : { token }
  }
}
