'use client'
import { useId } from 'react'

interface Props<T extends string> {
  readonly options: readonly { readonly value: T; readonly label: string; readonly about?: string | undefined }[]
  readonly value: T
  readonly onChange: (value: T) => void
}

/** One of a few, as native radio buttons, each with what it means. The group around names them. */
export function Choices<T extends string>({ options, value, onChange }: Props<T>) {
  const name = useId()
  return (
    <div className="gf-choices">
      {options.map((option, i) => (
        <div key={option.value} className="gf-choice">
          <input
            type="radio"
            id={`${name}-${i}`}
            name={name}
            checked={option.value === value}
            aria-describedby={option.about && `${name}-${i}-about`}
            onChange={() => onChange(option.value)}
          />
          <label htmlFor={`${name}-${i}`}>{option.label}</label>
          {option.about && (
            <p dir="auto" id={`${name}-${i}-about`}>
              {option.about}
            </p>
          )}
        </div>
      ))}
    </div>
  )
}
