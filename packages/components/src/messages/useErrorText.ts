'use client'
import { useLessonContext } from '../lesson/context'
import { errorText } from './errorText'

/** An error as a sentence for the reader: in the lesson's language where its `messages.errors` has it, or as the core says it. */
export function useErrorText(): (error: Error) => string {
  const own = useLessonContext()?.messages?.errors
  return (error) => errorText(error, own)
}
