'use client'
import { askMessages } from '../../messages/en/ask'
import { Said } from '../../messages/Said'
import { useMessages } from '../../messages/useMessages'
import type { Line } from './Result'

/** What was answered to the run before, which stays in sight. */
export function Before({ text, lines }: { text: string; lines: readonly Line[] }) {
  const messages = useMessages('ask', askMessages)
  return (
    <>
      <p dir="auto">{messages.before({ text })}</p>
      {lines.map(({ who, said }) => (
        <p key={who} className="gf-ask-line">
          <span className="gf-ask-who">{who}</span>{' '}
          <span dir="auto">
            <Said>{said}</Said>
          </span>
        </p>
      ))}
    </>
  )
}
