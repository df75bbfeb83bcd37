'use client'
import { useEffect, useSyncExternalStore } from 'react'
import { FigureBoundary } from '../anatomy/FigureError'
import type { LessonHandle } from '../lesson/handle'
import { figureMessages } from '../messages/en/figure'
import { useMessages } from '../messages/useMessages'
import { ABSENT, panelStore, requestPanel } from './panelStore'

/**
 * Where the panel stands that takes a number apart, once one is opened. All that a page loads of it until then: the panel, the
 * mathematics and what explains a number are a file of their own.
 */
export function InspectorHost({ lesson }: { lesson: LessonHandle }) {
  const { inspected } = lesson
  const open = useSyncExternalStore(inspected.subscribe, inspected.get, inspected.get)
  const panel = useSyncExternalStore(panelStore.subscribe, panelStore.get, () => ABSENT)
  const messages = useMessages('figure', figureMessages)
  const isOpen = open !== null
  useEffect(() => {
    if (isOpen) void requestPanel()
  }, [isOpen])
  if (!open) return null
  if (panel.status === 'there')
    return (
      <FigureBoundary name="Inspector" retryOn={[open, lesson]}>
        <panel.value.Panel lesson={lesson} inspected={open} />
      </FigureBoundary>
    )
  if (panel.status !== 'failed') return null
  return (
    <div className="gf-problem gf-load-failed" role="alert">
      <span>{panel.again ? messages.inspector.tryingAgain : messages.inspector.failed}</span>{' '}
      <button type="button" aria-disabled={panel.again} onClick={() => void requestPanel()}>
        {messages.tryAgain}
      </button>{' '}
      <button type="button" onClick={() => lesson.inspect(null)}>
        {messages.inspector.close}
      </button>
    </div>
  )
}
