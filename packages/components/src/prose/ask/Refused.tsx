import type { ReactNode } from 'react'
import { InlineError } from '../InlineError'

/** What is wrong with a question, in its place; the author's words stay. */
export function Refused({ name, error, children }: { name: string; error: Error; children: ReactNode }) {
  return (
    <>
      <InlineError name={name} error={error} /> {children}
    </>
  )
}
