'use client'
import { useId } from 'react'

interface Props {
  readonly label: string
  /** Shown after what is typed. */
  readonly unit?: string | null
  readonly hint: string
  readonly value: string
  readonly numeric?: boolean
  /** `null` once it is answered: what was typed stays. */
  readonly onType: ((text: string) => void) | null
}

/** A number or a token to be typed. */
export function Field({ label, unit, hint, value, numeric, onType }: Props) {
  const id = useId()
  return (
    <div className="gf-ask-field">
      <label htmlFor={id} className="gf-visually-hidden">
        {label}
      </label>
      <input
        id={id}
        type="text"
        inputMode={numeric ? 'decimal' : 'text'}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        readOnly={onType === null}
        value={value}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onType?.(event.target.value)}
      />
      {unit && <span className="gf-ask-unit">{unit}</span>}
      <span id={`${id}-hint`} className="gf-ask-hint">
        {hint}
      </span>
    </div>
  )
}
