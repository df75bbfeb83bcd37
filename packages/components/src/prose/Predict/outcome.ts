import type { NumberOutcome } from '../ask/amount'
import type { Candidate, KeyQuestion, NextQuestion } from './question'

/** What was answered, and what the run says of it: plain numbers, so that it outlives the run. */
export type Outcome =
  | {
      readonly kind: 'next' | 'key'
      readonly right: boolean
      readonly given: Candidate
      readonly typedTokens: number
      readonly answer: Candidate
      /** The most probable, where another was drawn. */
      readonly top: Candidate | null
      readonly count: number
    }
  | NumberOutcome

/** Holds a token against the run; `typedTokens` is of how many it was the first. */
export function candidateOutcome(
  question: NextQuestion | KeyQuestion,
  given: Candidate,
  typedTokens = 1,
): Exclude<Outcome, NumberOutcome> {
  const { answer, count, kind } = question
  // Of keys with the same weight each is read most.
  const right = kind === 'next' ? given.id === answer.id : given.share === answer.share
  const top = kind === 'next' && question.top.id !== answer.id ? question.top : null
  return { kind, right, given, typedTokens, answer, top, count }
}
