'use client'
import type { Trace } from '@glassformer/core'
import type { Explanation, Factor } from '@glassformer/core/explain'
import { useEffect, useMemo } from 'react'
import type { LessonHandle } from '../lesson/handle'
import type { CellAddress } from '../lesson/selection'
import type { inspectorMessages } from '../messages/en/inspector'
import { formatExact } from '../messages/format'
import { Said } from '../messages/Said'
import { useErrorText } from '../messages/useErrorText'
import { Crumbs } from './Crumbs'
import { kindOf, partsOf } from './cells'
import { LooseTerms } from './LooseTerms'
import { Formula } from './math/Formula'
import { numbersOf } from './numbers'
import { Steps } from './Steps'
import { Strips } from './Strips'
import { stripOf } from './strip'
import { type Sum, sourceOf, sumOf } from './sum'
import { TermList } from './TermList'
import { TermTable } from './TermTable'
import { type Explained, useExplained } from './useExplained'
import { usePlay } from './usePlay'
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
  readonly onClose?: (() => void) | undefined
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
      <Crumbs {...props} />
      {explained.error ? (
        <div className="gf-inspector-body">
          <h3 className="gf-inspector-title" id={id} tabIndex={-1}>
            <code>
              {cell.tensor}[{cell.index.join(', ')}]
            </code>
          </h3>
          <p role="alert">{errorText(explained.error)}</p>
        </div>
      ) : (
        <Body {...props} {...explained} />
      )}
    </>
  )
}

type BodyProps = CardProps & Extract<Explained, { error: null }>

function Body({ id, lesson, onDown, messages, explanation, trace }: BodyProps) {
  const { name, index, value, operation } = explanation
  const { namer, sum, strip, formula, numbers } = useView(explanation, trace, lesson, messages)
  const { stage, play, goTo, skip } = usePlay(explanation)
  useEffect(() => lesson.sources.set(sum ? sourcesOf(explanation, sum) : []), [lesson, explanation, sum])
  const words = messages.operations[operation]
  const nameOf = (factor: Factor) =>
    factor.name === null ? (messages.steps[factor.step] ?? factor.step) : namer.short({ tensor: factor.name })
  const shared = { explanation, namer, nameOf, lesson, onDown, messages }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: any key skips what moves, and does what it does besides
    <div className="gf-inspector-body" onKeyDown={skip}>
      <h3 className="gf-inspector-title" id={id} tabIndex={-1} dir="auto">
        <Said>{namer.full({ tensor: name, index })}</Said>
      </h3>
      <p className="gf-inspector-value">
        <b id={`${id}-value`} data-kind={kindOf(name)} dir="ltr">
          {explanation.missing ? messages.missing : formatExact(value)}
        </b>
        <code dir="ltr">
          {name}[{index.join(', ')}]
        </code>
      </p>
      {words && <p className="gf-inspector-words">{words}</p>}
      {formula && (
        <div className="gf-inspector-math">
          <Formula>{formula}</Formula>
          {numbers && <Formula>{numbers}</Formula>}
        </div>
      )}
      <Steps explanation={explanation} messages={messages} />
      {strip && <Strips {...shared} strip={strip} stage={stage} onStage={goTo} onReplay={play} />}
      {sum && <TermList {...shared} sum={sum} headed={strip?.ofTerms ?? false} added={stage === 'add'} />}
      {!sum && explanation.terms.length > 0 && <LooseTerms {...shared} />}
      <TermTable explanation={explanation} namer={namer} messages={messages} />
    </div>
  )
}

/** Everything that is shown of a number, as long as it is the same. */
function useView(explanation: Explanation, trace: Trace, { run }: LessonHandle, messages: typeof inspectorMessages) {
  return useMemo(() => {
    const { name, operation } = explanation
    const sum = sumOf(explanation)
    return {
      namer: namerOf(trace, run, messages),
      sum,
      strip: stripOf(explanation, sum),
      formula: messages.formula(partsOf(name), operation),
      numbers: sum && numbersOf(explanation, sum),
    }
  }, [explanation, trace, run, messages])
}

/** What a number was made of, as far as it is named: lit in the figures behind. */
function sourcesOf({ steps }: Explanation, { named }: Sum): readonly CellAddress[] {
  return named
    .flatMap(({ factors }) => factors.map((factor) => sourceOf(factor, steps)))
    .flatMap((source) => (source ? [{ tensor: source.name, index: source.index }] : []))
}
