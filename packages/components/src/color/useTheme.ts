'use client'
import { type Ref, type RefCallback, useCallback, useRef } from 'react'
import { followTheme } from './watch'

/** The ref of a box that may stand in a page by itself: keeps it in the page's theme, and hands the node on. */
export function useTheme<T extends Element>(ref: Ref<T> | undefined): RefCallback<T> {
  const stop = useRef<() => void>(() => {})
  return useCallback(
    (node: T | null) => {
      stop.current()
      stop.current = () => {}
      if (!node) return
      const release = followTheme(node)
      const forget = assign(ref, node)
      stop.current = () => {
        release()
        if (typeof forget === 'function') forget()
        else assign(ref, null)
      }
    },
    [ref],
  )
}

function assign<T>(ref: Ref<T> | undefined, node: T | null): unknown {
  if (typeof ref === 'function') return ref(node)
  if (ref) ref.current = node
  return undefined
}
