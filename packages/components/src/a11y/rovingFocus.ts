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

/** Rows and columns that an arrow key moves by. */
export const ARROWS: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
}

/** Arrow keys over the buttons in the cells of a table, past cells that have none. */
export function moveInTable(event: KeyboardEvent<HTMLTableElement>): void {
  const [down = 0, across = 0] = ARROWS[event.key] ?? []
  const cell = document.activeElement?.closest<HTMLTableCellElement>('td, th')
  const row = cell?.closest('tr')
  if (event.altKey || event.ctrlKey || event.metaKey || !row || !cell || (down === 0 && across === 0)) return
  const along = getComputedStyle(event.currentTarget).direction === 'rtl' ? -across : across
  for (let r = row.rowIndex + down, c = cell.cellIndex + along; ; r += down, c += along) {
    const next = event.currentTarget.rows[r]?.cells[c]
    if (!next) return
    const button = next.querySelector('button')
    if (!button) continue
    event.preventDefault()
    event.stopPropagation()
    button.focus()
    return
  }
}
