'use client'
import type { RefObject } from 'react'
import { useLiveEffect } from '../lesson/useLiveEffect'

/**
 * Gives elements of server-rendered HTML the styles that a Content-Security-Policy without `style-src 'unsafe-inline'`
 * took from them: `style` attributes are blocked while HTML is parsed, stay in the document, and React does not set them
 * again when it hydrates. Set from a script, through CSSOM, they are allowed. `inside` is any element of the `root` to heal.
 */
export function useHealedStyles(inside: RefObject<Element | null>, root: string): void {
  useLiveEffect(() => {
    const node = inside.current?.closest(root)
    if (node) healStyles(node)
  }, [inside, root])
}

/** Where the first `style` attribute is in force, all are: no policy blocks them, and the rest is not looked at. */
export function healStyles(root: Element): void {
  const first = root.matches('[style]') ? root : root.querySelector('[style]')
  if (!(first instanceof HTMLElement || first instanceof SVGElement) || !isBlocked(first)) return
  for (const node of [root, ...root.querySelectorAll('[style]')])
    if ((node instanceof HTMLElement || node instanceof SVGElement) && isBlocked(node))
      node.style.cssText = node.getAttribute('style') ?? ''
}

function isBlocked(node: HTMLElement | SVGElement): boolean {
  return node.style.length === 0 && Boolean(node.getAttribute('style'))
}
