'use client'
import { useState } from 'react'
import { type CellAddress, sameCell } from '../lesson/selection'

export interface Trail {
  /** The numbers on the way from the one opened first, and those gone back from. */
  readonly cells: readonly CellAddress[]
  /** Which of them is open. */
  readonly at: number
}

/** The way from the number that was opened down to those that it was made of, and back; `cell` is the one that is open now. */
export function useTrail(cell: CellAddress, onOpen: (cell: CellAddress) => void) {
  const [trail, setTrail] = useState<Trail>({ cells: [cell], at: 0 })
  // Another number was opened from outside: a new way begins.
  const isElsewhere = !sameCell(trail.cells[trail.at] ?? null, cell)
  const shown = isElsewhere ? { cells: [cell], at: 0 } : trail
  if (isElsewhere) setTrail(shown)

  const open = (next: Trail) => {
    const to = next.cells[next.at]
    if (!to || sameCell(to, cell)) return
    setTrail(next)
    onOpen(to)
  }
  return {
    trail: shown,
    down: (to: CellAddress) => open({ cells: [...shown.cells.slice(0, shown.at + 1), to], at: shown.at + 1 }),
    goTo: (at: number) => open({ cells: shown.cells, at }),
  }
}
