import type { Model } from '@glassformer/core'
import { asError } from '../../lesson/asError'
import { typedNumber } from '../ask/typedNumber'
import { typedToken } from '../ask/typedToken'
import type { Reply } from './outcome'
import type { Question } from './question'

/** What a reader chose or typed, as an answer; or what is wrong with it: the name of a message, or what the tokenizer says. */
export function replyOf(
  question: Question,
  given: string | number | null,
  model: Model | undefined,
): Reply | 'nothing' | 'notANumber' | Error {
  if (given === null || given === '') return 'nothing'
  if (question.kind === 'number') {
    const value = typedNumber(String(given))
    return value === null ? 'notANumber' : { kind: 'number', value }
  }
  if (typeof given === 'number') {
    const candidate = question.choices.find(({ id }) => id === given)
    return candidate ? { kind: 'candidate', candidate, typedTokens: 1 } : 'nothing'
  }
  if (question.kind !== 'next' || !model) return 'nothing'
  try {
    const typed = typedToken(model, given, (id) => question.candidateOf(id).share)
    if (!typed) return 'nothing'
    return { kind: 'candidate', candidate: question.candidateOf(typed.id), typedTokens: typed.count }
  } catch (error) {
    return asError(error)
  }
}
