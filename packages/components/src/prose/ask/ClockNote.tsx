'use client'
import { useRef } from 'react'
import type { LessonHandle } from '../../lesson/handle'
import { askMessages } from '../../messages/en/ask'
import { useMessages } from '../../messages/useMessages'
import type { AnswerMoment } from './moment'

interface Props {
  readonly lesson: LessonHandle
  readonly moment: AnswerMoment
  /** Whether the clock has come to where figures show the answer. */
  readonly past: boolean
  readonly holds: boolean
}

/** Where the clock stands before an answer: past it, with one press that takes it back, or kept before it. */
export function ClockNote({ lesson, moment, past, holds }: Props) {
  const messages = useMessages('ask', askMessages)
  const note = useRef<HTMLParagraphElement>(null)
  if (!past) return holds ? <p className="gf-ask-note">{messages.held}</p> : null
  const goBefore = () => {
    // The button goes with the note: the reader goes on with the answer.
    const group = note.current?.parentElement
    group?.querySelector<HTMLElement>('input:checked, input')?.focus()
    lesson.dispatch({ type: 'pause' })
    lesson.dispatch({ type: 'seek', timeMs: moment.beforeMs })
  }
  return (
    <p ref={note} className="gf-ask-note">
      {messages.past}{' '}
      <button type="button" className="gf-ask-back" onClick={goBefore}>
        {messages.goBefore}
      </button>
    </p>
  )
}
