'use client'
import type { Trace } from '@glassformer/core'
import type { Explanation } from '@glassformer/core/explain'
import { useMemo } from 'react'
import type { LessonHandle } from '../lesson/handle'
import type { CellAddress } from '../lesson/selection'
import type { inspectorMessages } from '../messages/en/inspector'
import { formatExact } from '../messages/format'
import { Said } from '../messages/Said'
import { useErrorText } from '../messages/useErrorText'
import { Crumbs } from './Crumbs'
import { kindOf, partsOf } from './cells'
import { Formula } from './math/Formula'
import { Steps } from './Steps'
import { sumOf } from './sum'
import { TermList } from './TermList'
import { useExplained } from './useExplained'
import type { Trail } from './useTrail'
import { namerOf } from './words'

export interface CardProps {
  /** The id of its title. */
  readonly id: string
  readonly lesson: LessonHandle
  readonly trail: Trail
  readonly onDown: (cell: CellAddress) => void
  readonly onGo: (at: number) => void
  /** Absent where the card stands in the page for good. */
  readonly onClose?: () => void
  readonly messages: typeof inspectorMessages
}

/** What a number is, how it was made, and the ways to those that it was made of. */
export function Card(props: CardProps) {
  const { id, lesson, trail } = props
  const path = useMemo(() => trail.cells.slice(0, trail.at + 1), [trail])
  const explained = useExplained(lesson.run, path)
  const errorText = useErrorText()
  const cell = path.at(-1) as CellAddress
  return (
    <>
      <Crumbs {...props} cell={cell} />
      {explained.error ? (
        <>
          <h3 className="gf-inspector-title" id={id} tabIndex={-1}>
            {cell.tensor}[{cell.index.join(', ')}]
          </h3>
          <p role="alert">{errorText(explained.error)}</p>
        </>
      ) : (
        <Explained {...props} {...explained} />
      )}
    </>
  )
}

type ExplainedProps = CardProps & { readonly explanation: Explanation; readonly trace: Trace }

function Explained({ id, lesson, onDown, messages, explanation, trace }: ExplainedProps) {
  const { name, index, value, operation } = explanation
  const namer = useMemo(() => namerOf(trace, lesson.run, messages), [trace, lesson, messages])
  const sum = useMemo(() => sumOf(explanation), [explanation])
  const formula = messages.formula(partsOf(name).row, operation)
  const words = messages.operations[operation]
  return (
    <>
      <h3 className="gf-inspector-title" id={id} tabIndex={-1} dir="auto">
        <Said>{namer.full({ tensor: name, index })}</Said>
      </h3>
      <p className="gf-inspector-value">
        <b data-kind={kindOf(name)} title={String(value)}>
          {explanation.missing ? messages.missing : formatExact(value)}
        </b>
        <code>
          {name}[{index.join(', ')}]
        </code>
      </p>
      {words && <p className="gf-inspector-words">{words}</p>}
      {formula && <Formula>{formula}</Formula>}
      <Steps explanation={explanation} messages={messages} />
      {sum && <TermList sum={sum} value={value} namer={namer} lesson={lesson} onDown={onDown} messages={messages} />}
    </>
  )
}
