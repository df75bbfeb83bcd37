'use client'
import { useEffect, useSyncExternalStore } from 'react'
import { FigureBoundary } from '../anatomy/FigureError'
import type { LessonHandle } from '../lesson/handle'
import { figureMessages } from '../messages/en/figure'
import { useMessages } from '../messages/useMessages'
import { panelStore, requestPanel } from './panelStore'

const ABSENT = { status: 'absent' } as const

/**
 * Where the card stands that takes a number apart, once one is opened. All that a page loads of it until then: the card, the
 * mathematics and what explains a number are a file of their own.
 */
export function InspectorHost({ lesson }: { lesson: LessonHandle }) {
  const { inspected } = lesson
  const open = useSyncExternalStore(inspected.subscribe, inspected.get, () => null)
  const file = useSyncExternalStore(panelStore.subscribe, panelStore.get, () => ABSENT)
  const isOpen = open !== null
  useEffect(() => {
    if (isOpen) void requestPanel()
  }, [isOpen])
  if (!open) return null
  if (file.status === 'failed') return <Failed lesson={lesson} again={file.again} />
  if (file.status !== 'there') return null
  return (
    <FigureBoundary name="Inspector" retryOn={[open, lesson]}>
      <file.value.Panel lesson={lesson} inspected={open} />
    </FigureBoundary>
  )
}

/** Says that the file did not arrive, with a button that tries again; at the edge of what is seen, for the cell may be anywhere. */
function Failed({ lesson, again }: { lesson: LessonHandle; again: boolean }) {
  const messages = useMessages('figure', figureMessages)
  return (
    <div className="gf-root gf-box gf-inspector gf-inspector-failed" data-place="corner" role="alert">
      <span>{again ? messages.inspector.tryingAgain : messages.inspector.failed}</span>
      <button type="button" aria-disabled={again} onClick={() => void requestPanel()}>
        {messages.tryAgain}
      </button>
      <button type="button" onClick={() => lesson.inspect(null)}>
        {messages.inspector.close}
      </button>
    </div>
  )
}
