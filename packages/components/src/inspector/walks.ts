import type { KeyboardEvent } from 'react'

/** Backspace, or Alt with an arrow as in a browser, go back and forward along the way. Says whether it was one of these. */
export function walks({ key, altKey }: KeyboardEvent, go: (by: -1 | 1) => void): boolean {
  const by = key === 'Backspace' || (altKey && key === 'ArrowLeft') ? -1 : altKey && key === 'ArrowRight' ? 1 : null
  if (by === null) return false
  go(by)
  return true
}
