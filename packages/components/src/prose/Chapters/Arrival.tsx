'use client'
import { useEffect, useRef } from 'react'
import { chaptersMessages } from '../../messages/en/chapters'
import { useMessages } from '../../messages/useMessages'
import { type ChaptersContextValue, useChapters } from './context'
import { useNames } from './hooks'

/** Says once that a segment has played to its end and waits; its name is said by the focus that comes to it. */
export function Arrival() {
  const { registry, journey } = useChapters() as ChaptersContextValue
  const messages = useMessages('chapters', chaptersMessages)
  const nameOf = useNames()
  const spoken = useRef<HTMLParagraphElement>(null)
  const naming = useRef(nameOf)
  useEffect(() => {
    naming.current = nameOf
  })
  useEffect(() => {
    let before = journey.stand.get()
    return journey.stand.subscribe(() => {
      const now = journey.stand.get()
      const { segments } = registry.outline.get()
      const segment = segments[now.active]
      const came = before.phase === 'playing' && before.active === now.active && now.phase === 'waiting'
      before = now
      if (!spoken.current || !segment) return
      const last = now.active + 1 === segments.length
      if (came)
        spoken.current.textContent = messages.arrived(now.active + 1, segments.length, naming.current(segment), last)
      else if (now.phase === 'playing') spoken.current.textContent = ''
    })
  }, [registry, journey, messages])
  return <p ref={spoken} className="gf-root gf-visually-hidden" role="status" />
}
