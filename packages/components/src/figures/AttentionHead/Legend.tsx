'use client'
import { formatNumber, isWindowed, LegendKey, LegendScale } from '../../kit'
import { valueBoundOf } from './data'
import type { Pointer } from './usePointer'
import type { HeadNow } from './words'

interface LegendProps {
  readonly now: HeadNow
  readonly onPoint: Pointer['point']
}

/** What the colours and marks stand for, with the ends of their scales. A place on a scale says its value. */
export function Legend({ now: { view, data, head, messages }, onPoint }: LegendProps) {
  const { dHead, attentionWindow } = data.config
  const signed = (scale: 'score' | 'value', name: string, bound: number) => (
    <LegendScale
      ramp="diverging"
      from={formatNumber(-bound)}
      to={formatNumber(bound)}
      onPoint={(t) => onPoint(t === null ? null : { at: 'scale', scale, value: (2 * t - 1) * bound })}
    >
      {name}
    </LegendScale>
  )
  const unscaled = data.trace.fault === 'unscaled-scores'
  return (
    <>
      {view === 'pattern' && (
        <LegendScale
          ramp="reads"
          from="0"
          to="1"
          onPoint={(t) => onPoint(t === null ? null : { at: 'scale', scale: 'weight', value: t })}
        >
          {messages.weightScale}
        </LegendScale>
      )}
      {view === 'scores' &&
        signed('score', unscaled ? messages.unscaledScore : messages.scoreScale({ dHead }), data.scoreBound)}
      {data.v && signed('value', messages.valueScale, valueBoundOf(data, head))}
      {view !== 'output' && (
        <>
          {data.last[0] !== data.n - 1 && <LegendKey mark="hatch">{messages.maskedKey}</LegendKey>}
          {isWindowed(data) && <LegendKey mark="outside">{messages.outsideKey({ window: attentionWindow })}</LegendKey>}
          <span>{messages.arcs}</span>
        </>
      )}
    </>
  )
}
