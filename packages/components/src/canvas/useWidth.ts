'use client'
import { type RefObject, useEffect, useState } from 'react'
import { observeSize } from '../browser/observe'
import { rootScale } from './rootScale'

/** Width of an element, in pixels where type is 16 px high (twice that type halves it); `assumed` until it is measured, on the server too. */
export function useWidth(element: RefObject<HTMLElement | null>, assumed: number): number {
  const [width, setWidth] = useState<number | null>(null)
  useEffect(() => {
    const node = element.current
    if (!node) return
    // A box of no size (a closed tab, a hidden panel) keeps the last picture.
    const measure = () => node.clientWidth > 0 && setWidth(node.clientWidth / rootScale())
    measure()
    return observeSize(node, measure)
  }, [element])
  return width ?? assumed
}
