'use client'
import { useRef } from 'react'
import { useTheme } from '../color/useTheme'
import { requestTextModel } from '../lesson/textModelStore'
import { useLiveEffect } from '../lesson/useLiveEffect'
import { figureMessages } from '../messages/en/figure'
import { useMessages } from '../messages/useMessages'

/** Says that the text model's file did not arrive, with a button that tries again. Once for a lesson, or for a figure alone. */
export function LoadFailed({ again }: { again: boolean }) {
  const messages = useMessages('figure', figureMessages)
  const box = useRef<HTMLDivElement>(null)
  const root = useTheme(box)
  useLiveEffect(() => {
    const node = box.current
    return () => {
      // It goes when the model has come: a reader who pressed the button goes on at what stands below it.
      const next = node?.parentElement
      if (!node?.contains(document.activeElement) || !next) return
      if (!next.hasAttribute('tabindex')) next.tabIndex = -1
      next.focus({ preventScroll: true })
    }
  }, [])
  return (
    <div ref={root} className="gf-root gf-problem gf-load-failed" role="alert">
      <span>{again ? messages.tryingAgain : messages.loadFailed}</span>{' '}
      <button type="button" aria-disabled={again} onClick={() => void requestTextModel()}>
        {messages.tryAgain}
      </button>
    </div>
  )
}
