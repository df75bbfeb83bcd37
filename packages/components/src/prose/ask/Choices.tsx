'use client'
import { type ReactNode, useId } from 'react'

export interface Choice {
  readonly id: number
  readonly label: ReactNode
  /** Beside it once it may be known. */
  readonly result?: ReactNode
  /** Whether it is what the run says, once it may be known. */
  readonly right?: boolean | undefined
}

interface Props {
  /** What the answers are called together: the question is the name of what is around, and is not to be heard twice. */
  readonly answers: string
  readonly choices: readonly Choice[]
  readonly chosen: number | null
  /** `null` once it is answered: what was chosen stays. */
  readonly onChoose: ((id: number) => void) | null
  /** Tokens stand in a line, sentences one under another. */
  readonly layout: 'tokens' | 'sentences'
}

/** One of several, as radio buttons: arrows choose, and none is chosen at first. */
export function Choices({ answers, choices, chosen, onChoose, layout }: Props) {
  const name = useId()
  return (
    <div
      role="radiogroup"
      aria-label={answers}
      aria-disabled={onChoose === null || undefined}
      className="gf-ask-choices"
      data-layout={layout}
    >
      {choices.map(({ id, label, result, right }) => (
        <label key={id} className="gf-ask-choice" data-right={right || undefined}>
          <input type="radio" name={name} checked={id === chosen} onChange={() => onChoose?.(id)} />
          <span className="gf-ask-label">{label}</span>
          {result !== undefined && <span className="gf-ask-result">{result}</span>}
          {right && (
            <span className="gf-ask-mark" aria-hidden="true">
              ✓
            </span>
          )}
        </label>
      ))}
    </div>
  )
}
