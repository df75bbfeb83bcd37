'use client'
import { autoUpdate, limitShift, type Middleware, offset, shift, size, useFloating } from '@floating-ui/react-dom'
import { useLayoutEffect, useMemo } from 'react'
import type { Anchor } from '../lesson/handle'
import { EDGE_PX, placeFor } from './side'

/** Turns the card to the side that has room, as far from its cell as it must be. */
const side: Middleware = {
  name: 'side',
  fn({ elements: { reference }, rects, placement, middlewareData }) {
    const picture = (reference as Anchor).contextElement ?? reference
    const { clientWidth, clientHeight } = document.documentElement
    const view = { left: 0, top: 0, right: clientWidth, bottom: clientHeight }
    const cell = reference.getBoundingClientRect()
    const { side, gap } = placeFor(cell, picture.getBoundingClientRect(), view, rects.floating.width)
    if (middlewareData.side?.gap === gap && placement.startsWith(side)) return {}
    return { data: { gap }, reset: { placement: `${side}-start` } }
  },
}

const MIDDLEWARE = [
  side,
  offset(({ middlewareData }) => middlewareData.side?.gap ?? 0),
  shift({ padding: EDGE_PX, limiter: limitShift() }),
  size({
    padding: EDGE_PX,
    apply({ availableHeight, elements }) {
      elements.floating.style.setProperty('--gf-room', `${Math.max(0, Math.floor(availableHeight))}px`)
    },
  }),
]

/** Where the card stands: beside its cell, as long as it is there, also while what is around scrolls and grows. */
export function usePlace(anchor: Anchor | null) {
  const kept = useMemo(() => anchor && keeping(anchor), [anchor])
  const { refs, floatingStyles, isPositioned, placement } = useFloating({
    strategy: 'fixed',
    placement: 'right-start',
    whileElementsMounted: autoUpdate,
    middleware: MIDDLEWARE,
  })
  const { setReference } = refs
  useLayoutEffect(() => setReference(kept), [setReference, kept])
  return { ref: refs.setFloating, style: floatingStyles, isPositioned, side: placement.split('-')[0] }
}

/** What was rendered anew has left the page: the card stays where it was. */
function keeping(anchor: Anchor): Anchor {
  const element = anchor instanceof Element ? anchor : anchor.contextElement
  let last = anchor.getBoundingClientRect()
  return {
    getBoundingClientRect() {
      if (element?.isConnected !== false) last = anchor.getBoundingClientRect()
      return last
    },
    contextElement: element,
  }
}
