'use client'
import type { Explanation, Factor } from '@glassformer/core/explain'
import { type CSSProperties, Fragment, useMemo, useState } from 'react'
import type { LessonHandle } from '../lesson/handle'
import type { CellAddress } from '../lesson/selection'
import type { inspectorMessages } from '../messages/en/inspector'
import { formatExact } from '../messages/format'
import { Said } from '../messages/Said'
import { plain } from '../messages/say'
import { kindOf, selectionOf } from './cells'
import { type Sum, sourceOf, type TermLine } from './sum'
import { labelsOf, type Namer } from './words'

export interface TermListProps {
  readonly explanation: Explanation
  readonly sum: Sum
  readonly namer: Namer
  readonly lesson: LessonHandle
  readonly onDown: (cell: CellAddress) => void
  readonly messages: typeof inspectorMessages
  /** Whether the rows above say what the factors are. */
  readonly headed: boolean
  /** Whether the products have run together. */
  readonly added: boolean
}

/** The sum, line by line: the largest terms by name, the small ones gathered, and the total under the rule. */
export function TermList(props: TermListProps) {
  const { explanation, sum, namer, messages, added } = props
  const [unfolded, setUnfolded] = useState(false)
  const labelOf = useMemo(() => labelsOf(sum.products, namer), [sum, namer])
  const rest = useMemo(() => (unfolded ? sum.unfold() : []), [unfolded, sum])
  const lines = [...sum.named, ...rest]
  const most = Math.max(...sum.named.map(({ value }) => Math.abs(value)))
  const { tail } = sum
  const isLone = sum.products.length === 1
  return (
    <div className="gf-inspector-sum" data-added={added || undefined}>
      <ol aria-label={messages.terms}>
        {lines.map((line) => (
          <Line key={line.at} {...props} line={line} label={labelOf(line)} most={most} />
        ))}
        {sum.others && (
          <li data-line="others">
            <button type="button" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
              {unfolded ? messages.fewer : messages.others(sum.others)}
            </button>
            {!unfolded && <Amount text={sum.others.text} adjusted={sum.others.adjusted} messages={messages} />}
          </li>
        )}
      </ol>
      {!(isLone && !tail) && (
        <p className="gf-inspector-total">
          <b data-kind={tail || sum.of === 'exponentials' ? undefined : kindOf(explanation.name)}>= {sum.totalText}</b>
        </p>
      )}
      {tail && (
        <p className="gf-inspector-tail">
          {sum.totalText}
          {tail.times.map(({ text, step }) => (
            <Fragment key={step}>
              {' × '}
              {text} <small>{messages.steps[step] ?? step}</small>
            </Fragment>
          ))}
          <b data-kind={kindOf(explanation.name)}> = {tail.value}</b>
        </p>
      )}
      {sum.of === 'exponentials' && (
        <p className="gf-inspector-tail">
          {sum.named.find(({ isOwn }) => isOwn)?.text} ÷ {sum.totalText}
          <b data-kind={kindOf(explanation.name)}> = {formatExact(explanation.value)}</b>
        </p>
      )}
      {[...lines, ...(sum.others ? [sum.others] : [])].some(({ adjusted }) => adjusted) && (
        <p className="gf-inspector-note">{messages.roundedNote}</p>
      )}
    </div>
  )
}

type LineProps = TermListProps & {
  readonly line: TermLine
  readonly label: ReturnType<ReturnType<typeof labelsOf>>
  readonly most: number
}

function Line({ line, label, most, ...rest }: LineProps) {
  const { factors, factorTexts, text, adjusted, value, isOwn } = line
  const { sum, messages } = rest
  const share = most > 0 ? Math.abs(value) / most : 0
  const exponential = sum.of === 'exponentials'
  const isHeaded = rest.headed && factors.length === Math.max(...sum.products.map((product) => product.factors.length))
  return (
    <li data-own={isOwn || undefined} style={{ '--gf-share': share.toFixed(3) } as CSSProperties}>
      <span className="gf-inspector-label" dir="auto">
        {label.map((part, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
          <Fragment key={i}>
            {i > 0 && ' · '}
            <Said>{part}</Said>
          </Fragment>
        ))}
      </span>
      <span className="gf-inspector-factors" dir="ltr">
        {factors.map((factor, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a factor is its place
          <Fragment key={i}>
            {i > 0 && <i>×</i>}
            <FactorButton {...rest} factor={factor} text={factorTexts[i] as string} named={!isHeaded} />
          </Fragment>
        ))}
        {exponential && (
          <small>
            {messages.exponential} − {factorTexts[1]}
          </small>
        )}
      </span>
      {(factors.length > 1 || exponential) && (
        <Amount text={text} adjusted={adjusted} messages={messages} negative={value < 0} />
      )}
    </li>
  )
}

interface AmountProps extends Pick<TermListProps, 'messages'> {
  readonly text: string
  readonly adjusted: boolean
  readonly negative?: boolean
}

/** What a line comes to; with a mark where its last digit is not the nearest. */
function Amount({ text, adjusted, messages, negative }: AmountProps) {
  return (
    <b className="gf-inspector-amount" data-sign={negative ? 'negative' : 'positive'} dir="ltr">
      {text}
      {adjusted && <abbr title={messages.rounded}>*</abbr>}
    </b>
  )
}

interface FactorProps extends Pick<TermListProps, 'explanation' | 'namer' | 'lesson' | 'onDown' | 'messages'> {
  readonly factor: Factor
  readonly text: string
  /** Whether it says what it is. */
  readonly named: boolean
}

/** A number that was multiplied: a way further down, where it is one of a tensor or was made of one. */
function FactorButton({ factor, text, named, explanation, namer, lesson, onDown, messages }: FactorProps) {
  const source = sourceOf(factor, explanation.steps)
  const name =
    factor.name === null ? (messages.steps[factor.step] ?? factor.step) : namer.short({ tensor: factor.name })
  if (!source)
    return (
      <span className="gf-inspector-factor" title={formatExact(factor.value)}>
        {text}
        {named && <small>{name}</small>}
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
      aria-label={`${text}, ${full}`}
      title={full}
      onPointerEnter={() => light(true)}
      onPointerLeave={() => light(false)}
      onFocus={() => light(true)}
      onBlur={() => light(false)}
      onClick={() => onDown(cell)}
    >
      <span>{text}</span>
      {named && <small>{name}</small>}
    </button>
  )
}
