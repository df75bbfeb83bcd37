'use client'
import { useMemo } from 'react'
import { askMessages } from '../../messages/en/ask'
import { proseMessages } from '../../messages/en/prose'
import { useMessages } from '../../messages/useMessages'
import { amountWords, type NumberOutcome, numberOutcome, numberQuestion, unitOf } from '../ask/amount'
import { Before } from '../ask/Before'
import { Field } from '../ask/Field'
import { Question } from '../ask/Question'
import { Result } from '../ask/Result'
import { typedNumber } from '../ask/typedNumber'
import { unaskedWords } from '../ask/unaskedWords'
import { useAnswers } from '../ask/useAnswers'
import { useDraft } from '../ask/useDraft'
import type { Asked } from '../told'
import type { Shared } from './shared'

interface Props extends Shared {
  readonly place: Asked
  readonly tolerance: number
}

/** A question for a number. A wrong one is told how far off it is; the number itself when it is right. */
export function Amount({ lesson, question, place, at, tolerance, after, host }: Props) {
  const messages = useMessages('ask', askMessages)
  const prose = useMessages('prose', proseMessages)
  const answers = useAnswers<NumberOutcome>(lesson.run)
  const [draft, change] = useDraft(answers.run)
  // biome-ignore lint/correctness/useExhaustiveDependencies: an author's props are new objects in each render
  const asked = useMemo(() => numberQuestion(lesson, place, at), [lesson, JSON.stringify([place, at])])
  const unit = unitOf(place, messages.units)
  const amount = (value: number) => messages.amountOf({ value: amountWords(value), unit })
  const earlier = answers.before
  const before = earlier && (
    <Before
      text={earlier.text}
      lines={[{ who: messages.you, said: amount(earlier.outcome.given) }]}
      verdict={messages.verdict(earlier.outcome.right)}
    />
  )
  if ('why' in asked) {
    const note = <p className="gf-ask-note">{unaskedWords(asked, messages, prose)}</p>
    return <Question host={host} question={question} state="open" notes={note} before={before} />
  }
  const typed = typedNumber(draft.typed)
  // Another number is another answer: what was said of the last one goes.
  const outcome = answers.now?.outcome.given === typed ? (answers.now?.outcome ?? null) : null
  const give = () => {
    if (typed === null) return change({ complaint: draft.typed.trim() === '' ? messages.nothing : messages.notANumber })
    answers.give(numberOutcome(asked, typed, tolerance))
  }
  return (
    <Question
      host={host}
      question={question}
      state={outcome ? (outcome.right ? 'right' : 'wrong') : 'open'}
      notes={!answers.now && before && <p className="gf-ask-note">{messages.anew}</p>}
      button={{ label: messages.check, press: give }}
      said={
        outcome ? (
          <Result
            verdict={messages.verdict(outcome.right)}
            lines={outcome.right ? [{ who: messages.run, said: amount(outcome.answer) }] : []}
            remarks={outcome.ratio === null || outcome.ratio === 1 ? [] : [messages.ratio({ ratio: outcome.ratio })]}
          >
            {outcome.right ? after.right : after.wrong}
          </Result>
        ) : (
          draft.complaint !== null && <p className="gf-ask-verdict">{draft.complaint}</p>
        )
      }
      before={before}
    >
      <Field
        label={messages.amount}
        unit={unit}
        hint={messages.within({ tolerance })}
        numeric
        value={draft.typed}
        onType={(text) => change({ typed: text })}
      />
    </Question>
  )
}
