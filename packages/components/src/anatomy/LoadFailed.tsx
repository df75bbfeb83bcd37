'use client'
import { useRef } from 'react'
import { useTheme } from '../color/useTheme'
import { requestTextModel } from '../lesson/textModelStore'
import { useLiveEffect } from '../lesson/useLiveEffect'
import { figureMessages } from '../messages/en/figure'
import { useMessages } from '../messages/useMessages'

interface Props {
  /** Whether it is being tried once more. */
  readonly again: boolean
  /** What did not arrive. @default the text model's file */
  readonly said?: string
  readonly onAgain?: () => void
}

/** Says that a file did not arrive, with a button that tries again. Once for a lesson, or for a figure alone. */
export function LoadFailed({ again, said, onAgain = () => void requestTextModel() }: Props) {
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
      <span>{again ? messages.tryingAgain : (said ?? messages.loadFailed)}</span>{' '}
      <button type="button" aria-disabled={again} onClick={onAgain}>
        {messages.tryAgain}
      </button>
    </div>
  )
}
