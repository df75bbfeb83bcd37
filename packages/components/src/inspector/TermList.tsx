'use client'
import { type CSSProperties, Fragment, type ReactNode, useMemo, useState } from 'react'
import { Said } from '../messages/Said'
import { kindOf } from './cells'
import { raised } from './digits'
import { FactorButton, type FactorContext } from './FactorButton'
import type { Sum, TermLine } from './sum'
import { labelsOf } from './words'

export interface TermListProps extends FactorContext {
  readonly sum: Sum
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
  const { tail, others, times } = sum
  const kind = kindOf(explanation.name)
  const scale = times ? <small>{messages.scaled(`10${raised(times)}`)}</small> : null
  const isAdjusted = lines.some(({ adjusted }) => adjusted) || (others?.adjusted && !unfolded)
  return (
    <div className="gf-inspector-sum" data-added={added || undefined}>
      {scale && (
        <p className="gf-inspector-scale">
          <bdi dir="ltr">{scale}</bdi>
        </p>
      )}
      <ol aria-label={messages.terms}>
        {lines.map((line) => (
          <Line key={line.at} {...props} line={line} label={labelOf(line)} most={most} />
        ))}
        {others && (
          <li data-line="others">
            <button type="button" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
              {unfolded ? messages.fewer : messages.others(others)}
            </button>
            {!unfolded && (
              <Amount adjusted={others.adjusted} title={messages.rounded}>
                {others.text}
              </Amount>
            )}
          </li>
        )}
      </ol>
      {(sum.products.length > 1 || tail) && (
        <p className="gf-inspector-total">
          <bdi dir="ltr">
            <b data-kind={tail ? undefined : kind}>= {sum.totalText}</b> {scale}
          </bdi>
        </p>
      )}
      {tail && (
        <p className="gf-inspector-tail">
          <bdi dir="ltr">
            {tail.share ? `${tail.share} ÷ ${sum.totalText}` : sum.totalText} {!tail.share && scale}
            {tail.times.map(({ text, step }) => (
              <Fragment key={step}>
                {' × '}
                {text} <small>{messages.steps[step] ?? step}</small>
              </Fragment>
            ))}
            <b data-kind={kind}> = {tail.value}</b>
          </bdi>
        </p>
      )}
      {isAdjusted && <p className="gf-inspector-note">{messages.roundedNote}</p>}
    </div>
  )
}

type LineProps = TermListProps & {
  readonly line: TermLine
  readonly label: ReturnType<ReturnType<typeof labelsOf>>
  readonly most: number
}

function Line({ line, label, most, sum, headed, ...context }: LineProps) {
  const { factors, factorTexts, text, adjusted, value, isOwn } = line
  const { messages } = context
  const share = most > 0 ? Math.abs(value) / most : 0
  const exponential = sum.of === 'exponentials'
  const [first] = factors
  const isWhole = factors.length === Math.max(...sum.products.map((product) => product.factors.length))
  const isLone = factors.length === 1 && !exponential && first
  const button = (i: number, named: boolean) => {
    const factor = factors[i]
    return factor && <FactorButton {...context} factor={factor} text={factorTexts[i] as string} named={named} />
  }
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
      <span className="gf-inspector-factors" dir="ltr" data-close={exponential || undefined}>
        {isLone && label.length === 0 && <small>{context.nameOf(first)}</small>}
        {exponential && <small>exp(</small>}
        {!isLone &&
          factors.map((_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a factor is its place
            <Fragment key={i}>
              {i > 0 && <i>×</i>}
              {button(i, !(headed && isWhole))}
            </Fragment>
          ))}
        {exponential && <small>− {factorTexts[1]})</small>}
      </span>
      <Amount adjusted={adjusted} title={messages.rounded} negative={value < 0}>
        {isLone ? button(0, false) : text}
      </Amount>
    </li>
  )
}

interface AmountProps {
  readonly children: ReactNode
  readonly adjusted: boolean
  readonly title: string
  readonly negative?: boolean
}

/** What a line comes to; with a mark where its last digit is not the nearest. */
function Amount({ children, adjusted, title, negative }: AmountProps) {
  return (
    <b className="gf-inspector-amount" data-sign={negative ? 'negative' : 'positive'} dir="ltr">
      {children}
      {adjusted && <abbr title={title}>*</abbr>}
    </b>
  )
}
