'use client'
import { useId, useState } from 'react'
import type { samplingControlsMessages } from '../../messages/en/samplingControls'

interface Props {
  readonly messages: typeof samplingControlsMessages
  readonly seed: number
  readonly disabled: boolean
  readonly onChange: (seed: number) => void
}

/** The seed, as a number to type, and a button for the next one. */
export function Seed({ messages, seed, disabled, onChange }: Props) {
  const id = useId()
  // What is typed on the way to a number is not one yet.
  const [draft, setDraft] = useState<string | null>(null)
  return (
    <div className="gf-field">
      <label htmlFor={id}>{messages.seed}</label>
      <button type="button" className="gf-button" disabled={disabled} onClick={() => onChange(seed + 1)}>
        {messages.again}
      </button>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        step={1}
        value={draft ?? seed}
        disabled={disabled}
        aria-describedby={`${id}-about`}
        onChange={({ target }) => {
          setDraft(target.value)
          if (Number.isSafeInteger(target.valueAsNumber)) onChange(target.valueAsNumber)
        }}
        onBlur={() => setDraft(null)}
      />
      <p id={`${id}-about`} className="gf-field-about" dir="auto">
        {messages.seedAbout}
      </p>
    </div>
  )
}
