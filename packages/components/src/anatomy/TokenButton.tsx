'use client'
import type { ComponentPropsWithoutRef } from 'react'

export interface TokenButtonProps extends ComponentPropsWithoutRef<'button'> {
  /** The token's place in the text. */
  readonly position: number
  /** Whether the position is kept. */
  readonly pinned: boolean
  /** Whether Tab comes here; the other tokens of its line are reached by arrow keys (`moveFocus`). */
  readonly tabStop: boolean
  /** The focus came here, and with it the tab stop. */
  readonly onStop: (position: number) => void
  /** Told of the token pointed at; `null` when the pointer or the focus leaves. */
  readonly onPoint: (position: number | null) => void
  /** Told of a press. */
  readonly onChoose: (position: number) => void
}

/**
 * A token that is pointed at by pointer or keyboard, and kept by a press. The focus that a press brings does not point:
 * what was pointed at would stay after the pointer left.
 */
export function TokenButton({ position, pinned, tabStop, onStop, onPoint, onChoose, ...rest }: TokenButtonProps) {
  return (
    <button
      {...rest}
      type="button"
      aria-pressed={pinned}
      tabIndex={tabStop ? 0 : -1}
      onPointerEnter={() => onPoint(position)}
      onPointerLeave={() => onPoint(null)}
      onFocus={(event) => {
        onStop(position)
        if (event.currentTarget.matches(':focus-visible')) onPoint(position)
      }}
      onBlur={() => onPoint(null)}
      onClick={() => onChoose(position)}
    />
  )
}
