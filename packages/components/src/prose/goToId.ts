import type { MouseEvent } from 'react'

/**
 * A press on a link within the page: takes the focus there, and leaves the address alone, which may say more than a place (a
 * moment of a lesson). Without scripts the link does it; with Ctrl or another key held the browser does.
 */
export function goToId(event: MouseEvent<HTMLAnchorElement>): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  const root = event.currentTarget.getRootNode() as Document | ShadowRoot
  const target = root.getElementById(decodeURIComponent(event.currentTarget.hash.slice(1)))
  if (!target) return
  event.preventDefault()
  target.focus()
}
