'use client'
import { type Ref, type RefCallback, type RefObject, useCallback, useRef } from 'react'

/** A node for a part's own use, and the ref that hands it to the author's too. */
export function useNode<T extends Element>(ref: Ref<T> | undefined): readonly [RefObject<T | null>, RefCallback<T>] {
  const node = useRef<T | null>(null)
  const forget = useRef<unknown>(undefined)
  const attach = useCallback(
    (element: T | null) => {
      node.current = element
      if (typeof ref !== 'function') {
        if (ref) ref.current = element
      } else if (element || typeof forget.current !== 'function') forget.current = ref(element)
      else forget.current()
    },
    [ref],
  )
  return [node, attach]
}
