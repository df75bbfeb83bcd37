'use client'
import { type ComponentPropsWithRef, type ReactNode, useEffect, useMemo, useRef } from 'react'
import type { CueName } from '../../lesson/cues'
import type { LessonHandle } from '../../lesson/handle'
import { askMessages } from '../../messages/en/ask'
import { proseMessages } from '../../messages/en/prose'
import { Said } from '../../messages/Said'
import { useErrorText } from '../../messages/useErrorText'
import { useMessages } from '../../messages/useMessages'
import { numberQuestion, unitOf } from '../ask/amount'
import { Before } from '../ask/Before'
import { ClockNote } from '../ask/ClockNote'
import { goBefore, play } from '../ask/moment'
import { Question } from '../ask/Question'
import { Result } from '../ask/Result'
import { unaskedWords } from '../ask/unaskedWords'
import { useAnswers } from '../ask/useAnswers'
import { useDraft } from '../ask/useDraft'
import { type Hold, useHold } from '../ask/useHold'
import type { Asked as AskedPlace } from '../told'
import { Inputs } from './Inputs'
import type { Outcome } from './outcome'
import { type Question as AnyQuestion, keyQuestion, type NoQuestion, nextQuestion } from './question'
import { replyTo } from './reply'
import { usePointedKey } from './usePointedKey'
import { outcomeLines, outcomeRemarks, questionWords } from './words'

interface Props {
  readonly lesson: LessonHandle
  readonly kind: AnyQuestion['kind']
  readonly place: AskedPlace
  readonly by: 'choice' | 'typing'
  readonly choices: number
  readonly tolerance: number
  readonly at: CueName | undefined
  readonly holds: boolean
  /** The author's question. */
  readonly words: ReactNode
  readonly host: ComponentPropsWithRef<'div'>
}

/** A question of the run on screen, or why that cannot be asked it. */
export function Asked(props: Props) {
  const messages = useMessages('ask', askMessages)
  const prose = useMessages('prose', proseMessages)
  const question = useQuestion(props)
  const answers = useAnswers<Outcome>(props.lesson.run)
  const moment = 'why' in question ? null : question.moment
  const hold = useHold(props.lesson, moment, props.holds && !answers.now)
  const unit = unitOf(props.place, messages.units)
  const before = answers.before && (
    <Before text={answers.before.text} lines={outcomeLines(answers.before.outcome, messages, unit)} />
  )
  if ('why' in question)
    return (
      <Question
        host={props.host}
        question={props.words}
        state="open"
        notes={<p className="gf-ask-note">{unaskedWords(question, messages, prose)}</p>}
        before={before}
      />
    )
  return <Open {...props} question={question} answers={answers} hold={hold} unit={unit} before={before} />
}

interface OpenProps extends Props {
  readonly question: AnyQuestion
  readonly answers: ReturnType<typeof useAnswers<Outcome>>
  readonly hold: Hold
  readonly unit: string | null
  readonly before: ReactNode
}

function Open(props: OpenProps) {
  const { lesson, question, answers, tolerance, hold, words, host, unit, before } = props
  const messages = useMessages('ask', askMessages)
  const errorText = useErrorText()
  const [draft, change] = useDraft(answers.run)
  const outcome = answers.now?.outcome ?? null
  const { moment } = question
  const { standing, keeps } = hold
  usePointedKey(lesson, question.kind === 'key' && !outcome ? question : null, (chosen) => change({ chosen }))
  const toPlay = useRef(false)
  // After the render that lets go of the clock.
  useEffect(() => {
    if (!toPlay.current || !outcome) return
    toPlay.current = false
    if (moment) play(lesson, moment)
  })
  const types = question.kind === 'next' && props.by === 'typing' && lesson.run.model?.tokenizer !== undefined
  const give = () => {
    const reply = replyTo(question, { ...draft, types }, { model: lesson.run.model, tolerance })
    if (reply instanceof Error) return change({ complaint: errorText(reply) })
    if (typeof reply === 'string') return change({ complaint: messages[reply] })
    toPlay.current = true
    answers.give(reply)
    hold.letGo()
    if (question.kind === 'key') show(lesson, question)
  }
  return (
    <Question
      host={host}
      questionRef={hold.words}
      question={words ?? <Said>{questionWords(question, messages)}</Said>}
      state={outcome ? (outcome.right ? 'right' : 'wrong') : 'open'}
      notes={
        !outcome && (
          <>
            {before && <p className="gf-ask-note">{messages.anew}</p>}
            {moment && standing === 'past' && !keeps && (
              <ClockNote said={messages.past} label={messages.goBefore} onPress={() => goBefore(lesson, moment)} />
            )}
          </>
        )
      }
      besides={
        keeps &&
        moment &&
        standing !== 'before' && <ClockNote said={messages.held} label={messages.goOn} onPress={hold.goOn} />
      }
      button={
        outcome
          ? { label: moment ? messages.watch : messages.answered, press: moment && (() => play(lesson, moment)) }
          : { label: messages.answer, press: give }
      }
      said={
        outcome ? (
          <Result
            verdict={(outcome.right ? messages.right : messages.wrong)[outcome.kind]}
            lines={outcomeLines(outcome, messages, unit)}
            remarks={outcomeRemarks(outcome, messages)}
          />
        ) : (
          draft.complaint !== null && <p className="gf-ask-verdict">{draft.complaint}</p>
        )
      }
      before={before}
    >
      <Inputs
        question={question}
        types={types}
        chosen={draft.chosen}
        typed={draft.typed}
        outcome={outcome}
        onChange={change}
        tolerance={tolerance}
        unit={unit}
        messages={messages}
      />
    </Question>
  )
}

/** The question of this run; the same while nothing of it changes. */
function useQuestion({ lesson, kind, place, choices, at }: Props): AnyQuestion | NoQuestion {
  // biome-ignore lint/correctness/useExhaustiveDependencies: an author's props are new objects in each render
  return useMemo(() => {
    if (kind === 'next') return nextQuestion(lesson, { position: place.position, choices, at })
    if (kind === 'key') return keyQuestion(lesson, { ...place, at })
    return numberQuestion(lesson, place, at)
  }, [lesson, kind, choices, JSON.stringify([place, at])])
}

/** Chooses the head and the query in the figures, so that they show what was asked. */
function show(
  { selection }: LessonHandle,
  { layer, head, position }: { layer: number; head: number; position: number },
) {
  const state = selection.get()
  selection.set({ ...state, pinned: { ...state.pinned, layer, head, position, key: null, cell: null } })
}
