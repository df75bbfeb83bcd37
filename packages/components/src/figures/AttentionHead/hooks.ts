'use client'
import { type RefObject, useEffect, useState, useSyncExternalStore } from 'react'
import type { LessonHandle } from '../../lesson/handle'
import type { Selection } from '../../lesson/selection'

/** What is chosen to stay, without what the pointer passes over. */
export function usePinned(lesson: LessonHandle): Selection {
  const read = () => lesson.selection.get().pinned
  return useSyncExternalStore(lesson.selection.subscribe, read, read)
}

/** Width of an element in CSS pixels; `assumed` until it is measured, on the server too. */
export function useWidth(element: RefObject<HTMLElement | null>, assumed: number): number {
  const [width, setWidth] = useState<number | null>(null)
  useEffect(() => {
    const node = element.current
    if (!node) return
    // A box of no size (a closed tab, a hidden panel) keeps the last picture.
    const measure = () => node.clientWidth > 0 && setWidth(node.clientWidth)
    const sizes = new ResizeObserver(measure)
    sizes.observe(node)
    measure()
    return () => sizes.disconnect()
  }, [element])
  return width ?? assumed
}

/** Sets CSS variables of an element as time passes, without rendering. `values` must be stable. */
export function useClockStyle(
  element: RefObject<HTMLElement | SVGElement | null>,
  lesson: LessonHandle,
  values: () => Readonly<Record<string, number>>,
): void {
  useEffect(() => {
    const set = () => {
      for (const [name, value] of Object.entries(values())) element.current?.style.setProperty(name, `${value}`)
    }
    set()
    return lesson.time.on('change', set)
  }, [element, lesson, values])
}
