'use client'
import { useMemo } from 'react'
import type { CueName } from '../../lesson/cues'
import type { LessonHandle } from '../../lesson/handle'
import { askMessages } from '../../messages/en/ask'
import { proseMessages } from '../../messages/en/prose'
import { useMessages } from '../../messages/useMessages'
import { Before } from '../ask/Before'
import { Choices } from '../ask/Choices'
import { Question } from '../ask/Question'
import { Result } from '../ask/Result'
import { unaskedWords } from '../ask/unaskedWords'
import { useAnswers } from '../ask/useAnswers'
import { useDraft } from '../ask/useDraft'
import type { CheckChoice } from './Check'
import { type Judgement, judgeByCondition, judgeBySize, type When } from './judge'
import type { Shared } from './shared'
import { evidenceWords } from './words'

interface Props extends Shared {
  readonly choices: readonly CheckChoice[]
  readonly which: 'largest' | 'smallest' | undefined
}

/** What was chosen, and what the run says of it. */
interface Outcome {
  readonly chosen: number
  readonly judged: Judgement
}

/** A question with choices. */
export function Multiple({ lesson, question, choices, which, at, after, host }: Props) {
  const messages = useMessages('ask', askMessages)
  const prose = useMessages('prose', proseMessages)
  const answers = useAnswers<Outcome>(lesson.run)
  const [draft, change] = useDraft(answers.run)
  const judged = useJudged(lesson, choices, which, at)
  const earlier = answers.before
  const before = earlier && (
    <Before
      text={earlier.text}
      lines={[{ who: messages.you, words: choices[earlier.outcome.chosen]?.says }]}
      verdict={messages.verdict(earlier.outcome.judged.right)}
    />
  )
  if ('why' in judged) {
    const note = <p className="gf-ask-note">{unaskedWords(judged, messages, prose)}</p>
    return <Question host={host} question={question} state="open" notes={note} before={before} />
  }
  // Another choice is another answer: what was said of the last one goes.
  const outcome = answers.now?.outcome.chosen === draft.chosen ? answers.now.outcome : null
  const right = outcome?.judged.right ?? false
  const give = () => {
    const { chosen } = draft
    if (chosen === null) return change({ complaint: messages.nothing })
    answers.give({ chosen, judged: judged[chosen] as Judgement })
  }
  return (
    <Question
      host={host}
      question={question}
      state={outcome ? (right ? 'right' : 'wrong') : 'open'}
      notes={!answers.now && before && <p className="gf-ask-note">{messages.anew}</p>}
      button={{ label: messages.check, press: give }}
      said={
        outcome ? (
          <Result
            verdict={messages.verdict(right)}
            remarks={outcome.judged.evidence.map((one) => evidenceWords(one, messages))}
          >
            {choices[outcome.chosen]?.feedback}
            {right ? after.right : after.wrong}
          </Result>
        ) : (
          draft.complaint !== null && <p className="gf-ask-verdict">{draft.complaint}</p>
        )
      }
      before={before}
    >
      <Choices
        answers={messages.answers}
        layout="sentences"
        chosen={draft.chosen}
        onChoose={(chosen) => change({ chosen })}
        choices={choices.map(({ says }, id) => ({
          id,
          label: says,
          right: right && judged[id]?.right,
          // Until then the numbers of the others would tell it.
          ...(right && which && { result: judged[id]?.evidence[0]?.told.shown }),
        }))}
      />
    </Question>
  )
}

/** What the run says of each choice; the same while nothing of it changes. */
function useJudged(
  lesson: LessonHandle,
  choices: readonly CheckChoice[],
  which: Props['which'],
  at: CueName | undefined,
) {
  const asked = choices.map(({ says, feedback, ...rest }) => rest)
  // biome-ignore lint/correctness/useExhaustiveDependencies: an author's props are new objects in each render
  return useMemo(() => {
    if (which) return judgeBySize(lesson, asked, which, at)
    return judgeByCondition(
      lesson,
      asked.map(({ when }) => when as When),
      at,
    )
  }, [lesson, which, JSON.stringify([asked, at])])
}
