'use client'
import { type ComponentPropsWithoutRef, useSyncExternalStore } from 'react'
import { useLessonContext } from '../lesson/context'
import type { LessonHandle } from '../lesson/handle'
import { type CellAddress, effectiveSelection, sameCell } from '../lesson/selection'

export interface NumberButtonProps extends ComponentPropsWithoutRef<'button'> {
  /** The number of the run that it shows. */
  readonly cell: CellAddress
}

/** A number that is written, in a sentence or a table: a press opens it to its terms. Outside of a lesson it is only read. */
export function NumberButton({ cell, ...rest }: NumberButtonProps) {
  const handle = useLessonContext()?.handle
  if (!handle) return <b className={rest.className}>{rest.children}</b>
  return <Opening {...rest} cell={cell} lesson={handle} />
}

function Opening({ cell, lesson, className, ...rest }: NumberButtonProps & { readonly lesson: LessonHandle }) {
  // A table has thousands of these, and the pointer passes over many cells: only what is lit or goes out is rendered again.
  const isLit = () => sameCell(effectiveSelection(lesson.selection.get()).cell, cell)
  const lit = useSyncExternalStore(lesson.selection.subscribe, isLit, isLit)
  return (
    <button
      {...rest}
      type="button"
      aria-haspopup="dialog"
      className={className ? `gf-number ${className}` : 'gf-number'}
      data-lit={lit || undefined}
      onClick={(event) => lesson.inspect(cell, event.currentTarget)}
    />
  )
}
