'use client'
import type { StepCounts } from '@glassformer/core'
import { formatCount, formatScaled } from '../../kit'
import type { complexityComparisonMessages } from '../../messages/en/complexityComparison'
import { barsOf } from './data'
import type { Pointed } from './words'

export interface WorkBarsProps {
  readonly heading: string
  readonly counts: StepCounts
  /** Multiply-adds at the full length of the bar; both sides share it. */
  readonly scale: number
  readonly onPoint: (pointed: Pointed | null) => void
  readonly messages: typeof complexityComparisonMessages
}

/** One stacked bar of the kinds of work, on a scale shared with its counterpart, and each kind's number. */
export function WorkBars({ heading, counts, scale, onPoint, messages }: WorkBarsProps) {
  const bars = barsOf(counts, scale)
  const pointing = (work: (typeof bars)[number]) => ({
    onPointerEnter: () =>
      onPoint({
        kind: 'bar',
        work: work.kind,
        macs: Math.round(work.macs),
        share: counts.totalMacs > 0 ? work.macs / counts.totalMacs : 0,
      }),
    onPointerLeave: () => onPoint(null),
  })
  return (
    <div className="gf-cmp-bars">
      <p className="gf-cmp-bars-heading">
        <span>{heading}</span>
        <b title={formatCount(Math.round(counts.totalMacs))}>{formatScaled(counts.totalMacs)}</b>
      </p>
      <svg className="gf-cmp-bar" aria-hidden="true">
        {bars.map((bar) => (
          <rect
            key={bar.kind}
            {...pointing(bar)}
            data-kind={bar.kind}
            x={`${(100 * bar.from).toFixed(2)}%`}
            width={`${(100 * bar.share).toFixed(2)}%`}
            height="100%"
          />
        ))}
      </svg>
      <dl className="gf-cmp-bar-numbers">
        {bars.map((bar) => (
          <div key={bar.kind} data-kind={bar.kind} {...pointing(bar)}>
            <dt>{messages.kinds[bar.kind]}</dt>
            <dd>{formatScaled(bar.macs)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
