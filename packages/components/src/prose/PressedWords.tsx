'use client'
import type { ComponentPropsWithRef, KeyboardEvent } from 'react'

export interface PressedWordsProps extends ComponentPropsWithRef<'span'> {
  /** The part's class. */
  readonly part: string
  readonly onPress: () => void
  /** Told when the pointer or the keyboard's focus comes to the words, and when it leaves. */
  readonly onPoint?: ((on: boolean) => void) | undefined
  readonly onEscape?: (() => void) | undefined
}

/** Words of a sentence that can be pressed. No `<button>`: that would be one box, which does not break into lines as words do. */
export function PressedWords({ part, onPress, onPoint, onEscape, className, children, ...rest }: PressedWordsProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLSpanElement>) => {
    rest.onKeyDown?.(event)
    if (event.defaultPrevented || event.target !== event.currentTarget) return
    if (event.key === 'Escape') onEscape?.()
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    onPress()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: see above
    <span
      {...rest}
      role="button"
      tabIndex={0}
      className={className ? `${part} ${className}` : part}
      // The server knows the moment, and the page does not before its model is there.
      suppressHydrationWarning
      onPointerEnter={(event) => {
        rest.onPointerEnter?.(event)
        onPoint?.(true)
      }}
      onPointerLeave={(event) => {
        rest.onPointerLeave?.(event)
        onPoint?.(false)
      }}
      onFocus={(event) => {
        rest.onFocus?.(event)
        if (event.currentTarget.matches(':focus-visible')) onPoint?.(true)
      }}
      onBlur={(event) => {
        rest.onBlur?.(event)
        onPoint?.(false)
      }}
      onClick={(event) => {
        rest.onClick?.(event)
        if (!event.defaultPrevented) onPress()
      }}
      onKeyDown={onKeyDown}
    >
      {children}
    </span>
  )
}
