'use client'
import { type ReactNode, useId } from 'react'

export interface SegmentsProps<T extends string | number> {
  /** What is chosen, in a word; shown before the choices. */
  label: string
  /** The choices, in order. */
  options: readonly { readonly value: T; readonly label: ReactNode }[]
  /** The one that is chosen. */
  value: T
  /** Told of the choice. */
  onChange: (value: T) => void
}

/** One choice of a few, as radio buttons that look like one bar. */
export function Segments<T extends string | number>({ label, options, value, onChange }: SegmentsProps<T>) {
  const name = useId()
  return (
    <fieldset className="gf-segments">
      <legend className="gf-visually-hidden">{label}</legend>
      <span aria-hidden="true">{label}</span>
      <div>
        {options.map((option) => (
          <label key={option.value}>
            <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
