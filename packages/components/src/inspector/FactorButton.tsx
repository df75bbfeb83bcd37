'use client'
import type { Explanation, Factor } from '@glassformer/core/explain'
import type { LessonHandle } from '../lesson/handle'
import type { CellAddress } from '../lesson/selection'
import type { inspectorMessages } from '../messages/en/inspector'
import { formatExact } from '../messages/format'
import { plain } from '../messages/say'
import { kindOf, selectionOf } from './cells'
import { sourceOf } from './sum'
import type { Namer } from './words'

/** What the ways down have in common. */
export interface FactorContext {
  readonly explanation: Explanation
  readonly namer: Namer
  /** What a factor is, in a word or two. */
  readonly nameOf: (factor: Factor) => string
  readonly lesson: LessonHandle
  readonly onDown: (cell: CellAddress) => void
  readonly messages: typeof inspectorMessages
}

interface FactorProps extends FactorContext {
  readonly factor: Factor
  readonly text: string
  /** Whether it says what it is. */
  readonly named: boolean
}

/** A number that was multiplied: a way further down, where it is one of a tensor or was made of one. */
export function FactorButton(props: FactorProps) {
  const { factor, text, named, explanation, namer, nameOf, lesson, onDown, messages } = props
  const source = sourceOf(factor, explanation.steps)
  const name = named && <small>{nameOf(factor)}</small>
  if (!source || factor.missing)
    return (
      <span className="gf-inspector-factor" title={factor.missing ? messages.missing : formatExact(factor.value)}>
        {text}
        {name}
      </span>
    )
  const cell = { tensor: source.name, index: source.index }
  const store = lesson.selection
  const light = (on: boolean) => store.set({ ...store.get(), hover: on ? { ...selectionOf(cell), cell } : null })
  const full = plain(namer.full(cell))
  return (
    <button
      type="button"
      className="gf-inspector-factor"
      data-kind={kindOf(source.name)}
      // What is seen is a part of the name.
      aria-label={`${text}${named ? ` ${nameOf(factor)}` : ''}, ${full}`}
      title={full}
      onPointerEnter={() => light(true)}
      onPointerLeave={() => light(false)}
      onFocus={() => light(true)}
      onBlur={() => light(false)}
      onClick={() => onDown(cell)}
    >
      <span>{text}</span> {name}
    </button>
  )
}
