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
  /** Lets go of a clock that is kept before it; `null` where it is not kept. */
  readonly letGo: (() => void) | null
}

/** Where the clock stands before an answer: past it, with one press that takes it back, or kept before it, until it is let go. */
export function ClockNote({ lesson, moment, past, letGo }: Props) {
  const messages = useMessages('ask', askMessages)
  const note = useRef<HTMLParagraphElement>(null)
  if (!past && !letGo) return null
  const press = () => {
    // The button goes with the note: the reader goes on with the answer.
    const group = note.current?.parentElement
    group?.querySelector<HTMLElement>('input:checked, input')?.focus()
    if (letGo) return letGo()
    lesson.dispatch({ type: 'pause' })
    lesson.dispatch({ type: 'seek', timeMs: moment.beforeMs })
  }
  return (
    <p ref={note} className="gf-ask-note">
      {letGo ? messages.held : messages.past}{' '}
      <button type="button" className="gf-ask-back" onClick={press}>
        {letGo ? messages.goOn : messages.goBefore}
      </button>
    </p>
  )
}
