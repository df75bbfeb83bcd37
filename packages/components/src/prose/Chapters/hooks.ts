'use client'
import { type RefObject, useEffect, useSyncExternalStore } from 'react'
import { chaptersMessages } from '../../messages/en/chapters'
import { useMessages } from '../../messages/useMessages'
import type { ChaptersContextValue } from './context'
import type { Journey, Stand } from './journey'
import type { Outline, OutlineSegment } from './outline'

/** One value of the outline. It must be a primitive, or the same object again. */
export function useOutline<T>(
  { registry: { outline } }: Pick<ChaptersContextValue, 'registry'>,
  pick: (outline: Outline) => T,
): T {
  const read = () => pick(outline.get())
  return useSyncExternalStore(outline.subscribe, read, read)
}

/** One value of where the reader is; renders again when it changes. */
export function useStand<T>({ stand }: Journey, pick: (stand: Stand) => T): T {
  const read = () => pick(stand.get())
  return useSyncExternalStore(stand.subscribe, read, read)
}

/** What a segment is called. */
export function useNames(): (segment: Pick<OutlineSegment, 'title' | 'of' | 'number'>) => string {
  const messages = useMessages('chapters', chaptersMessages)
  return ({ title, of, number }) => title ?? messages.untitled(of?.title ?? null, number)
}

/** Keeps `--gf-at` of an element at how far a segment has come, 0 to 1, without rendering. */
export function useShare(ref: RefObject<HTMLElement | null>, journey: Journey, index: number): void {
  useEffect(() => {
    const show = () => ref.current?.style.setProperty('--gf-at', String(journey.share(index)))
    show()
    const stops = [journey.lesson.time.subscribe(show), journey.stand.subscribe(show)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [ref, journey, index])
}
