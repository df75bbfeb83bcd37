'use client'
import { type ButtonHTMLAttributes, type RefObject, useEffect, useState, version } from 'react'
import { asideOf } from './asideOf'

/** React 18 hands on any attribute in small letters, and 19 wants its own name. */
const TARGET = Number.parseInt(version, 10) >= 19 ? 'popoverTarget' : 'popovertarget'

const popovers = () => 'popover' in HTMLElement.prototype

interface Panel {
  readonly open: boolean
  readonly close: () => void
  /** For the button. */
  readonly opener: ButtonHTMLAttributes<HTMLButtonElement>
}

/**
 * A panel that a button opens beside it. The browser's own popover where it has them: over everything, closed by Escape and by
 * a press outside, also before and without scripts. Where it has not, a switch.
 */
export function usePanel(
  button: RefObject<HTMLElement | null>,
  panel: RefObject<HTMLElement | null>,
  panelId: string,
): Panel {
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const node = panel.current
    if (!node || !popovers()) return
    const follow = () => setOpen(node.matches(':popover-open'))
    // It may have been opened before this script was there.
    follow()
    node.addEventListener('toggle', follow)
    return () => node.removeEventListener('toggle', follow)
  }, [panel])
  useEffect(() => {
    if (open && button.current && panel.current) return asideOf(button.current, panel.current)
  }, [open, button, panel])
  const close = () => {
    if (popovers()) panel.current?.hidePopover()
    else setOpen(false)
  }
  return {
    open,
    close,
    opener: {
      [TARGET]: panelId,
      'aria-controls': panelId,
      onClick: () => {
        if (!popovers()) setOpen(!open)
      },
      onKeyDown: (event) => {
        if (event.key === 'Escape' && !popovers()) setOpen(false)
      },
    },
  }
}
