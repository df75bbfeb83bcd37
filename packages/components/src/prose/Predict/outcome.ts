import { isClose } from '../ask/typedNumber'
import type { Candidate, Question } from './question'

/** A reader's answer: a candidate (with how many tokens were typed), or a number. */
export type Reply =
  | { readonly kind: 'candidate'; readonly candidate: Candidate; readonly typedTokens: number }
  | { readonly kind: 'number'; readonly value: number }

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
  | {
      readonly kind: 'number'
      readonly right: boolean
      readonly given: number
      readonly answer: number
      /** The reader's number by the run's; `null` where that says nothing. */
      readonly ratio: number | null
    }

/** Holds an answer, of the kind that was asked for, against the run. `tolerance` is a fraction of the number. */
export function outcomeOf(question: Question, reply: Reply, tolerance: number): Outcome {
  if (question.kind === 'number' || reply.kind === 'number') {
    const value = question.kind === 'number' ? question.value : Number.NaN
    const given = reply.kind === 'number' ? reply.value : Number.NaN
    const ratio = given / value
    return {
      kind: 'number',
      right: isClose(given, value, tolerance),
      given,
      answer: value,
      ratio: Number.isFinite(ratio) && ratio > 0 ? ratio : null,
    }
  }
  const { candidate, typedTokens } = reply
  const { answer, count, kind } = question
  // Of keys with the same weight each is read most.
  const right = kind === 'next' ? candidate.id === answer.id : candidate.share === answer.share
  const top = kind === 'next' && question.top.id !== answer.id ? question.top : null
  return { kind, right, given: candidate, typedTokens, answer, top, count }
}
