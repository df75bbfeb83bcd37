'use client'
import type { ReactNode } from 'react'
import { askMessages } from '../../messages/en/ask'
import { useMessages } from '../../messages/useMessages'
import { type Line, Lines } from './Result'

interface Props {
  readonly text: string
  readonly lines: readonly Line[]
  readonly verdict?: ReactNode
}

/** What was answered to the run before, which stays in sight. */
export function Before({ text, lines, verdict }: Props) {
  const messages = useMessages('ask', askMessages)
  return (
    <>
      <p dir="auto">
        {messages.before({ text })} {verdict}
      </p>
      <Lines lines={lines} />
    </>
  )
}
