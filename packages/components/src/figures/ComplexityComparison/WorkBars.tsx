'use client'
import type { StepCounts } from '@glassformer/core'
import { complexityComparisonMessages } from '../../messages/en/complexityComparison'
import { formatCount, formatScaled } from '../../messages/format'
import { useMessages } from '../../messages/useMessages'
import { barsOf } from './complexityComparison.geometry'

export interface WorkBarsProps {
  heading: string
  counts: StepCounts
  /** Multiply-adds at the full length of the bar; both sides share it. */
  scale: number
}

/** One stacked bar of the kinds of work, on a scale shared with its counterpart, and each kind's number. */
export function WorkBars({ heading, counts, scale }: WorkBarsProps) {
  const messages = useMessages('complexityComparison', complexityComparisonMessages)
  const bars = barsOf(counts, scale)
  return (
    <div className="gf-cmp-bars">
      <p className="gf-cmp-bars-heading">
        <span>{heading}</span>
        <b title={formatCount(counts.totalMacs)}>{formatScaled(counts.totalMacs)}</b>
      </p>
      <svg className="gf-cmp-bar" aria-hidden="true">
        {bars.map(({ kind, from, share }) => (
          <rect
            key={kind}
            data-kind={kind}
            x={`${(100 * from).toFixed(2)}%`}
            width={`${(100 * share).toFixed(2)}%`}
            height="100%"
          />
        ))}
      </svg>
      <dl className="gf-cmp-bar-numbers">
        {bars.map(({ kind, macs }) => (
          <div key={kind} data-kind={kind}>
            <dt>{messages.kinds[kind]}</dt>
            <dd title={formatCount(macs)}>{formatScaled(macs)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
