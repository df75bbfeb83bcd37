import { isList } from '../tensor/checks'
import { describe } from '../tensor/describe'
import { GlassformerError } from '../tensor/errors'
import { type Said, say } from '../tensor/say'
import type { ModelConfig } from './config'

/** The next token at each position; the last has none: -1. */
export function nextTokens(tokens: readonly number[]): number[] {
  return [...tokens.slice(1), -1]
}

/** Throws `bad-targets` unless there is one target per token, each -1 or in the vocabulary, and not all are -1. */
export function checkTargets({ dVocab }: ModelConfig, tokens: readonly number[], targets: readonly number[]): void {
  if (!isList(targets) || targets.length !== tokens.length)
    throw bad(
      say`Give one target for each of the ${tokens.length} tokens, in an array; got ${isList(targets) ? targets.length : describe(targets)}.`,
    )
  for (const [t, id] of Array.from(targets).entries())
    if (!(Number.isInteger(id) && id >= -1 && id < dVocab))
      throw bad(
        say`Target ${describe(id)} at position ${t} is neither -1 (ignored) nor a whole number from 0 to ${dVocab - 1}.`,
      )
  if (!targets.some((id) => id >= 0))
    throw bad('No position has a target, so there is no loss: give at least two tokens, or a target of 0 or more.')
}

function bad(message: Said): GlassformerError {
  return new GlassformerError('bad-targets', message)
}
