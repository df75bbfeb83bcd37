import type { Model } from '@glassformer/core'
import { asError } from '../../lesson/asError'
import { numberOutcome } from '../ask/amount'
import { typedNumber } from '../ask/typedNumber'
import { typedToken } from '../ask/typedToken'
import { candidateOutcome, type Outcome } from './outcome'
import type { Question } from './question'

export interface Given {
  readonly chosen: number | null
  readonly typed: string
  /** Whether a token is typed, and not picked. */
  readonly types: boolean
}

/** What comes of what a reader chose or typed; or what is wrong with it: the name of a message, or what the tokenizer says. */
export function replyTo(
  question: Question,
  { chosen, typed, types }: Given,
  { model, tolerance }: { readonly model: Model | undefined; readonly tolerance: number },
): Outcome | 'nothing' | 'notANumber' | Error {
  if (question.kind === 'number') {
    const value = typedNumber(typed)
    if (value === null) return typed.trim() === '' ? 'nothing' : 'notANumber'
    return numberOutcome(question, value, tolerance)
  }
  if (question.kind === 'key' || !types || !model) {
    const candidate = question.choices.find(({ id }) => id === chosen)
    return candidate ? candidateOutcome(question, candidate) : 'nothing'
  }
  try {
    const token = typedToken(model, typed, (id) => question.candidateOf(id).share)
    return token ? candidateOutcome(question, question.candidateOf(token.id), token.count) : 'nothing'
  } catch (error) {
    return asError(error)
  }
}
