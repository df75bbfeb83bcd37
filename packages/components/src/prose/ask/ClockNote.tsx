'use client'
import { useRef } from 'react'

interface Props {
  readonly said: string
  /** What the press does. */
  readonly label: string
  readonly onPress: () => void
}

/** Where the clock stands before an answer, with one press that changes it. */
export function ClockNote({ said, label, onPress }: Props) {
  const note = useRef<HTMLParagraphElement>(null)
  const press = () => {
    // The button goes with the note: the reader goes on with the answer.
    const group = note.current?.parentElement
    group?.querySelector<HTMLElement>('input:checked, input')?.focus()
    onPress()
  }
  return (
    <p ref={note} className="gf-ask-note">
      {said}{' '}
      <button type="button" className="gf-ask-back" onClick={press}>
        {label}
      </button>
    </p>
  )
}
