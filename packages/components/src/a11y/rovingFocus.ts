import type { KeyboardEvent } from 'react'

/** The keys that move along a list of buttons; across, they run with the direction of the text. */
export type Along = 'across' | 'down'

/**
 * Arrow keys, Home and End along the buttons within an element, of which one is a tab stop: moves the focus, from which the
 * tab stop follows.
 */
export function moveFocus(event: KeyboardEvent<HTMLElement>, along: Along): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
  const back = along === 'across' && getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1
  const [previous, next] = along === 'across' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown']
  const moves: Record<string, number> = {
    [previous as string]: at - back,
    [next as string]: at + back,
    Home: 0,
    End: buttons.length - 1,
  }
  const to = moves[event.key]
  if (to === undefined || at < 0) return
  event.preventDefault()
  event.stopPropagation()
  buttons[Math.max(0, Math.min(buttons.length - 1, to))]?.focus()
}
