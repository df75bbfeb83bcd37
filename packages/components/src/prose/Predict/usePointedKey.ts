'use client'
import { useEffect, useRef } from 'react'
import type { LessonHandle } from '../../lesson/handle'
import type { KeyQuestion } from './question'

/** A token that the reader presses in a figure while a key is asked for is their choice, to be answered with. */
export function usePointedKey(
  lesson: LessonHandle,
  question: KeyQuestion | null,
  choose: (position: number) => void,
): void {
  const latest = useRef({ question, choose })
  useEffect(() => {
    latest.current = { question, choose }
  })
  useEffect(() => {
    let before = lesson.selection.get().pinned
    return lesson.selection.subscribe(() => {
      const { pinned } = lesson.selection.get()
      const { key: lastKey, position: last } = before
      before = pinned
      const { question: asked, choose: tell } = latest.current
      const key = pinned.key !== lastKey ? pinned.key : null
      // The query itself is pressed to be looked at.
      const token = pinned.position !== last && pinned.position !== asked?.position ? pinned.position : null
      const meant = key ?? token
      if (meant !== null && asked?.choices.some(({ id }) => id === meant)) tell(meant)
    })
  }, [lesson])
}
