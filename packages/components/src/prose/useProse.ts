'use client'
import { HOST, type PropChecks, propError } from '../anatomy/propChecks'
import { useWrongProp } from '../anatomy/useWrongProp'
import { type LessonContextValue, useLessonContext } from '../lesson/context'
import { proseMessages } from '../messages/en/prose'
import { useMessages } from '../messages/useMessages'

/** What a part of prose has to work with: the lesson around it, or the reason why it does not work, for `InlineError`. */
export type Prose =
  | { readonly refusal: Error }
  | { readonly refusal: null; readonly lesson: LessonContextValue; readonly messages: typeof proseMessages }

/** The lesson around a part of prose. Refuses wrong props, and a place outside of any lesson. */
export function useProse(name: string, accepts: PropChecks, props: object): Prose {
  const lesson = useLessonContext()
  const messages = useMessages('prose', proseMessages)
  const wrong = useWrongProp(name, { ...accepts, ...HOST }, props)
  const refusal = lesson?.refusal ?? wrong ?? (lesson ? null : propError(messages.outside(name)))
  return refusal || !lesson ? { refusal: refusal as Error } : { refusal: null, lesson, messages }
}
