'use client'
import { useId } from 'react'

interface Props {
  readonly label: string
  /** What it does, in plain words. */
  readonly about: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  /** The value as it is read, seen and spoken. */
  readonly shown: string
  readonly disabled?: boolean
  readonly onChange: (value: number) => void
}

/** One number, by a native slider: named, with its value beside it and what it does below. */
export function Slider({ label, about, shown, onChange, ...input }: Props) {
  const id = useId()
  return (
    <div className="gf-field">
      <label htmlFor={id}>{label}</label>
      <output htmlFor={id} aria-hidden="true">
        {shown}
      </output>
      <input
        {...input}
        id={id}
        type="range"
        aria-valuetext={shown}
        aria-describedby={`${id}-about`}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
      <p id={`${id}-about`} className="gf-field-about" dir="auto">
        {about}
      </p>
    </div>
  )
}

interface StepsProps extends Omit<Props, 'value' | 'min' | 'max' | 'step'> {
  readonly value: number
  /** What it can be, ascending; another value that it has is put between. */
  readonly steps: readonly number[]
}

/** A slider over numbers that do not lie evenly. */
export function StepSlider({ value, steps, onChange, ...rest }: StepsProps) {
  const all = steps.includes(value) ? steps : [...steps, value].sort((a, b) => a - b)
  return (
    <Slider
      {...rest}
      value={all.indexOf(value)}
      min={0}
      max={all.length - 1}
      step={1}
      onChange={(at) => onChange(all[at] as number)}
    />
  )
}
