import type { askMessages } from '../../messages/en/ask'
import type { Sentence } from '../../messages/say'
import { amountWords } from '../ask/amount'
import type { Line } from '../ask/Result'
import type { Outcome } from './outcome'
import type { Candidate, Question } from './question'

type Messages = typeof askMessages

/** The question, where the author does not put it into words. */
export function questionWords(question: Question, messages: Messages): Sentence {
  if (question.kind === 'next') return messages.next(question)
  return question.kind === 'key' ? messages.key(question) : messages.number
}

/** Who said what, one beside the other; and what else there is to say. */
export function outcomeLines(outcome: Outcome, messages: Messages, unit: string | null): readonly Line[] {
  const { you, both, answer } = whoOf(outcome, messages)
  const mine = saidOf(outcome, outcome.given, messages, unit)
  if (isSame(outcome)) return [{ who: both, said: mine }]
  return [
    { who: you, said: mine },
    { who: answer, said: saidOf(outcome, outcome.answer, messages, unit) },
  ]
}

function whoOf({ kind }: Outcome, { you, both, model, head, run }: Messages) {
  return { you, both: both[kind], answer: { next: model, key: head, number: run }[kind] }
}

function isSame({ given, answer }: Outcome): boolean {
  return typeof given === 'number' ? given === answer : given.id === (answer as Candidate).id
}

function saidOf(outcome: Outcome, one: Candidate | number, messages: Messages, unit: string | null): Sentence {
  if (outcome.kind === 'number' || typeof one === 'number')
    return messages.amountOf({ value: amountWords(one as number), unit })
  const { said: token, share, rank } = one
  const words = outcome.kind === 'next' ? messages.candidate : messages.weighed
  return words({ token, share, rank, count: outcome.count })
}

/** What must be said besides: that a text was more than one token, that another was drawn, how far off a number is. */
export function outcomeRemarks(outcome: Outcome, messages: Messages): readonly Sentence[] {
  if (outcome.kind === 'number')
    return outcome.ratio === null || outcome.ratio === 1 ? [] : [messages.ratio({ ratio: outcome.ratio })]
  const { typedTokens: count, given, top } = outcome
  return [
    ...(count > 1 ? [messages.firstOf({ count, token: given.said })] : []),
    ...(top ? [messages.drawn({ top: top.said, share: top.share })] : []),
  ]
}
