'use client'
import type { Factor } from '@glassformer/core/explain'
import { Fragment, useState } from 'react'
import type { LessonHandle } from '../lesson/handle'
import type { CellAddress } from '../lesson/selection'
import type { inspectorMessages } from '../messages/en/inspector'
import { formatExact } from '../messages/format'
import { plain } from '../messages/say'
import { kindOf, selectionOf } from './cells'
import { inDigits } from './digits'
import { isSource, type Sum, type TermLine } from './sum'
import type { Namer } from './words'

interface TermListProps {
  readonly sum: Sum
  readonly value: number
  readonly namer: Namer
  readonly lesson: LessonHandle
  readonly onDown: (cell: CellAddress) => void
  readonly messages: typeof inspectorMessages
}

/** The sum, line by line: the largest terms by name, the small ones gathered, and the total under the rule. */
export function TermList(props: TermListProps) {
  const { sum, value, messages } = props
  const [unfolded, setUnfolded] = useState(false)
  const lines = unfolded ? [...sum.named, ...sum.unfold()] : sum.named
  return (
    <div className="gf-inspector-sum">
      <ol aria-label={messages.terms}>
        {lines.map((line) => (
          <Line key={line.at} {...props} line={line} />
        ))}
        {sum.others && (
          <li data-line="others">
            <button type="button" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
              {unfolded ? messages.fewer : messages.others(sum.others)}
            </button>
            {!unfolded && <b title={sum.others.adjusted ? messages.rounded : undefined}>{sum.others.text}</b>}
          </li>
        )}
      </ol>
      <p className="gf-inspector-total">
        <b>{sum.totalText}</b>
        {sum.common.map((factor) => (
          <Fragment key={factor.step}>
            {' × '}
            {inDigits(factor.value, 4)} <small>{messages.steps[factor.step]}</small>
          </Fragment>
        ))}
        {sum.common.length > 0 && <b> = {formatExact(value)}</b>}
      </p>
    </div>
  )
}

function Line({ line, messages, ...rest }: TermListProps & { readonly line: TermLine }) {
  const { factors, factorTexts, text, adjusted } = line
  return (
    <li>
      <span className="gf-inspector-factors">
        {factors.map((factor, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a factor is its place
          <Fragment key={i}>
            {i > 0 && ' × '}
            <FactorButton {...rest} messages={messages} factor={factor} text={factorTexts[i] as string} />
          </Fragment>
        ))}
      </span>
      {factors.length > 1 && (
        <b title={adjusted ? messages.rounded : undefined} data-adjusted={adjusted || undefined}>
          {text}
        </b>
      )}
    </li>
  )
}

interface FactorProps extends Pick<TermListProps, 'namer' | 'lesson' | 'onDown' | 'messages'> {
  readonly factor: Factor
  readonly text: string
}

/** A number that was multiplied: a way further down, where it is one of a tensor. */
function FactorButton({ factor, text, namer, lesson, onDown, messages }: FactorProps) {
  if (!isSource(factor))
    return (
      <span title={formatExact(factor.value)}>
        {text} <small>{messages.steps[factor.step]}</small>
      </span>
    )
  const cell = { tensor: factor.name, index: factor.index }
  const store = lesson.selection
  const light = (on: boolean) => store.set({ ...store.get(), hover: on ? { ...selectionOf(cell), cell } : null })
  return (
    <button
      type="button"
      data-kind={kindOf(factor.name)}
      aria-label={`${plain(namer.full(cell))}: ${text}`}
      onPointerEnter={() => light(true)}
      onPointerLeave={() => light(false)}
      onFocus={() => light(true)}
      onBlur={() => light(false)}
      onClick={() => onDown(cell)}
    >
      {text} <small>{namer.short(cell)}</small>
    </button>
  )
}
