'use client'
import { type KeyboardEvent, useCallback, useEffect, useId, useLayoutEffect, useRef, useSyncExternalStore } from 'react'
import { mediaHolds, observeMedia } from '../browser/observe'
import { useTheme } from '../color/useTheme'
import type { Inspected, LessonHandle } from '../lesson/handle'
import { inspectorMessages } from '../messages/en/inspector'
import { useMessages } from '../messages/useMessages'
import { Card } from './Card'
import { follow } from './follow'
import { EDGE_PX } from './side'
import { usePlace } from './usePlace'
import { useTrail } from './useTrail'
import { walks } from './walks'

interface PanelProps {
  readonly lesson: LessonHandle
  readonly inspected: Inspected
}

const PHONE = '(max-width: 30em)'
const onPhone = () => mediaHolds(PHONE)
const watchPhone = (onChange: () => void) => observeMedia(PHONE, onChange)

const titleIn = (box: Element | null) => box?.querySelector<HTMLElement>('.gf-inspector-title')

/**
 * The card beside the number that is open; on a phone, a sheet. No modal dialog: the page goes on, and the focus is not kept.
 * It comes in when a number is opened by keyboard, and goes back when the card is closed.
 */
export function Panel({ lesson, inspected: { cell, anchor } }: PanelProps) {
  const messages = useMessages('inspector', inspectorMessages)
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const theme = useTheme<HTMLDivElement>(box)
  const isSheet = useSyncExternalStore(watchPhone, onPhone, () => false)
  const place = usePlace(isSheet ? null : anchor)
  const { trail, down, goTo } = useTrail(cell, (to) => {
    lesson.inspect(to)
    follow(lesson, to)
  })
  const placed = place.ref
  const attach = useCallback(
    (node: HTMLDivElement | null) => {
      theme(node)
      placed(node)
    },
    [theme, placed],
  )
  const isPlaced = !isSheet && anchor !== null

  useLayoutEffect(() => {
    const node = box.current
    // In the top layer nothing cuts it off, and nothing lies over it.
    if (node?.showPopover) {
      node.setAttribute('popover', 'manual')
      node.showPopover()
    }
    const opener = document.activeElement
    const byKeyboard = opener?.matches(':focus-visible') ?? false
    if (byKeyboard) titleIn(box.current)?.focus({ preventScroll: true })
    return () => {
      const active = document.activeElement
      if (!(opener instanceof HTMLElement) || !opener.isConnected) return
      if (node?.contains(active) || active === document.body) opener.focus({ preventScroll: true })
    }
  }, [])
  useEffect(() => () => lesson.sources.set([]), [lesson])
  useLayoutEffect(() => {
    if (!isSheet || !anchor || !box.current) return
    // A sheet lies over the lower part of the page: what it is about is brought above it.
    const under = anchor.getBoundingClientRect().bottom + EDGE_PX - box.current.getBoundingClientRect().top
    if (under > 0) window.scrollBy({ top: under })
  }, [isSheet, anchor])

  const move = (go: () => void) => {
    go()
    // What was pressed is gone with what it stood in.
    titleIn(box.current)?.focus({ preventScroll: true })
    box.current?.scrollTo(0, 0)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') lesson.inspect(null)
    else if (!walks(event, (by) => move(() => goTo(trail.at + by)))) return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      ref={attach}
      role="dialog"
      aria-modal="false"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-title-value`}
      className="gf-root gf-box gf-inspector"
      data-place={isSheet ? 'sheet' : isPlaced ? place.side : 'corner'}
      style={isPlaced ? place.style : undefined}
      onKeyDown={onKeyDown}
    >
      <Card
        id={`${id}-title`}
        lesson={lesson}
        trail={trail}
        onDown={(to) => move(() => down(to))}
        onGo={(at) => move(() => goTo(at))}
        onClose={() => lesson.inspect(null)}
        messages={messages}
      />
    </div>
  )
}
