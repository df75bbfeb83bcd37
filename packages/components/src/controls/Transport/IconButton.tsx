'use client'
import type { Ref } from 'react'

interface IconButtonProps {
  readonly label: string
  readonly path: string
  readonly onClick: () => void
  readonly disabled?: boolean
  readonly primary?: boolean
  /** Whether the path is a line, and no area. */
  readonly isLine?: boolean
  /** Not `ref`, which React 18 does not hand on. */
  readonly buttonRef?: Ref<HTMLButtonElement>
}

export function IconButton({ label, path, onClick, disabled, primary, isLine, buttonRef }: IconButtonProps) {
  return (
    <button
      ref={buttonRef}
      type="button"
      className="gf-transport-button"
      data-primary={primary || undefined}
      aria-label={label}
      title={label}
      onClick={onClick}
      disabled={disabled}
    >
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path
          d={path}
          fill={isLine ? 'none' : 'currentColor'}
          stroke="currentColor"
          strokeWidth={isLine ? 1.5 : 1.2}
          strokeLinejoin="round"
          strokeLinecap={isLine ? 'round' : undefined}
        />
      </svg>
    </button>
  )
}
