import { type RefObject, useEffect } from 'react'
import { observeSize } from '../../browser/observe'

/** Tells the lesson around how high its transport is, so that what takes the focus scrolls clear of it: see Transport.css. */
export function useClearance(inside: RefObject<Element | null>): void {
  useEffect(() => {
    const transport = inside.current?.closest('.gf-transport')
    const lesson = transport?.parentElement
    if (!transport || !lesson?.matches('.gf-lesson')) return
    const stop = observeSize(transport, () => {
      lesson.style.setProperty('--gf-transport-height', `${transport.clientHeight}px`)
    })
    return () => {
      stop()
      lesson.style.removeProperty('--gf-transport-height')
    }
  }, [inside])
}
