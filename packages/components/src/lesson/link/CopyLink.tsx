'use client'
import { useEffect, useRef, useState } from 'react'
import { IconButton } from '../../controls/Transport/IconButton'
import { linkMessages } from '../../messages/en/link'
import { useMessages } from '../../messages/useMessages'
import type { LessonLink } from './context'

/** How long it is said that the link was copied. */
const SAID_MS = 4000

/** Copies the link of the lesson as it is now; where the browser lets no page copy, it shows the link to be copied by hand. */
export function CopyLink({ link }: { link: LessonLink }) {
  const messages = useMessages('link', linkMessages)
  const [copied, setCopied] = useState(false)
  const [byHand, setByHand] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), SAID_MS)
    return () => clearTimeout(timer)
  }, [copied])
  useEffect(() => {
    if (byHand === null) return
    field.current?.focus()
    field.current?.select()
  }, [byHand])
  const copy = async () => {
    const address = link.address()
    setCopied(false)
    try {
      await navigator.clipboard.writeText(address)
      setByHand(null)
      setCopied(true)
    } catch {
      setByHand(address)
    }
  }
  const close = () => {
    setByHand(null)
    button.current?.focus()
  }
  return (
    <>
      <IconButton
        buttonRef={button}
        label={messages.copy}
        path="M6.5 9.5l3-3M7 4.5 8.7 2.8a2.8 2.8 0 0 1 4 4L11.2 8.3M9 11.5l-1.7 1.7a2.8 2.8 0 0 1-4-4L4.8 7.7"
        isLine
        onClick={() => void copy()}
      />
      {byHand !== null && (
        <div className="gf-transport-link">
          <input
            ref={field}
            type="text"
            readOnly
            aria-label={messages.copyThis}
            value={byHand}
            onFocus={(event) => event.target.select()}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return
              event.stopPropagation()
              close()
            }}
          />
          <button type="button" className="gf-button" onClick={close}>
            {messages.close}
          </button>
        </div>
      )}
      <span role="status" className="gf-transport-copied">
        {copied ? messages.copied : ''}
      </span>
    </>
  )
}
