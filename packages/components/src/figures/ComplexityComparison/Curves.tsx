'use client'
import type { ModelConfig } from '@glassformer/core'
import { type KeyboardEvent, type PointerEvent, useMemo, useState } from 'react'
import { formatCount, formatScaled, plain } from '../../kit'
import type { complexityComparisonMessages } from '../../messages/en/complexityComparison'
import {
  type ComparedStep,
  type CurveMode,
  type CurvePoint,
  type CurveSide,
  countsOf,
  curveOf,
  growthOf,
  type Side,
} from './data'
import { axesOf, type CurveScale, pathOf, pointAt, spread, ticksOf, tokensAt } from './geometry'
import type { Pointed } from './words'

const BOX = { width: 640, height: 180 }
const SIDES = ['uncached', 'cached'] as const

export interface CurvesProps {
  readonly config: ModelConfig
  readonly promptLength: number
  readonly mode: CurveMode
  readonly scale: CurveScale
  /** Tokens at the right end. */
  readonly upTo: number
  /** The steps counted in the run, in order, and which of them is now. */
  readonly steps: readonly ComparedStep[]
  /** The sides that were counted. */
  readonly sides: readonly Side[]
  readonly current: number
  readonly pointed: Pointed | null
  readonly onPoint: (pointed: Pointed | null) => void
  readonly messages: typeof complexityComparisonMessages
}

/** Two curves that part company: multiply-adds against tokens, without a cache and with one. */
export function Curves(props: CurvesProps) {
  const { config, promptLength, mode, scale, upTo, steps, sides, current, pointed, onPoint, messages } = props
  const curves = useMemo(
    () => ({
      cached: curveOf(config, promptLength, upTo, 'cached', mode),
      uncached: curveOf(config, promptLength, upTo, 'uncached', mode),
    }),
    [config, promptLength, upTo, mode],
  )
  const axes = useMemo(() => axesOf([curves.cached, curves.uncached], upTo, scale), [curves, upTo, scale])
  const counted = useMemo(() => countedPoints(steps, mode), [steps, mode])
  const [stop, setStop] = useState(0)
  const modeName = mode === 'step' ? messages.perStep : messages.total
  const last = (side: CurveSide) => curves[side].at(-1)?.macs ?? 0
  const full = sides.includes('policy') ? messages.policy.full : messages.with
  const label: Readonly<Record<CurveSide, string>> = { uncached: messages.without, cached: full }
  const percent = ({ x, y }: { x: number; y: number }) => ({
    left: `${(x / BOX.width) * 100}%`,
    top: `${(y / BOX.height) * 100}%`,
  })
  /** The sample nearest to a number of tokens, on both curves. */
  const at = (index: number): Pointed => {
    const [cached, uncached] = [curves.cached[index] as CurvePoint, curves.uncached[index] as CurvePoint]
    return { kind: 'curve', n: cached.n, mode, cached: cached.macs, uncached: uncached.macs }
  }
  const nearest = (n: number) =>
    curves.cached.reduce(
      (best, point, i) => (Math.abs(point.n - n) < Math.abs((curves.cached[best] as CurvePoint).n - n) ? i : best),
      0,
    )
  const move = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    onPoint(at(nearest(tokensAt((event.clientX - box.left) / box.width, axes))))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const ends: Readonly<Record<string, number>> = {
      ArrowLeft: stop - 1,
      ArrowRight: stop + 1,
      Home: 0,
      End: curves.cached.length - 1,
    }
    const to = ends[event.key]
    if (to === undefined) return
    event.preventDefault()
    const held = Math.min(curves.cached.length - 1, Math.max(0, to))
    setStop(held)
    onPoint(at(held))
  }
  const here = pointed?.kind === 'curve' ? pointed : null
  const held = Math.min(stop, curves.cached.length - 1)
  const said = at(held)
  const dots = sides.flatMap((side) =>
    spread(
      counted
        .filter(({ n }) => n <= upTo)
        .map((point) => ({
          ...pointAt({ n: point.n, macs: point[side] }, axes, BOX),
          index: point.index,
          current: point.index === current,
        })),
      8,
    ).map((dot) => ({ ...dot, side })),
  )
  return (
    <div className="gf-cmp-curves">
      <div className="gf-cmp-plot">
        <svg viewBox={`0 0 ${BOX.width} ${BOX.height}`} preserveAspectRatio="none" aria-hidden="true">
          {ticksOf(axes.macs, scale).map((macs) => (
            <path
              key={macs}
              className="gf-cmp-curve-grid"
              d={`M0 ${pointAt({ n: upTo, macs }, axes, BOX).y}H${BOX.width}`}
            />
          ))}
          <path className="gf-cmp-curve-grid" d={`M0 0V${BOX.height}H${BOX.width}`} />
          {SIDES.map((side) => (
            <path key={side} className="gf-cmp-curve" data-side={side} d={pathOf(curves[side], axes, BOX)} />
          ))}
        </svg>
        {ticksOf(axes.macs, scale).map((macs) => (
          <span
            key={macs}
            className="gf-cmp-curve-y"
            aria-hidden="true"
            style={{ top: percent(pointAt({ n: upTo, macs }, axes, BOX)).top }}
          >
            {formatScaled(macs)}
          </span>
        ))}
        {dots.map(({ index, side, x, y }) => (
          <span
            key={`${index} ${side}`}
            className="gf-cmp-curve-dot"
            data-side={side}
            data-current={index === current || undefined}
            data-done={index <= current || undefined}
            style={percent({ x, y })}
          />
        ))}
        {here && (
          <span
            className="gf-cmp-curve-here"
            style={{ left: percent(pointAt({ n: here.n, macs: here.cached }, axes, BOX)).left }}
          />
        )}
        <div
          className="gf-cmp-curve-cursor"
          role="slider"
          tabIndex={0}
          aria-label={messages.curveLabel({
            mode: modeName,
            n: upTo,
            cached: last('cached'),
            uncached: last('uncached'),
          })}
          aria-valuemin={curves.cached[0]?.n ?? 0}
          aria-valuemax={upTo}
          aria-valuenow={said.kind === 'curve' ? said.n : 0}
          aria-valuetext={said.kind === 'curve' ? plain(messages.curvePoint({ ...said, mode: modeName })) : undefined}
          onPointerMove={move}
          onPointerLeave={() => onPoint(null)}
          onFocus={(event) => event.currentTarget.matches(':focus-visible') && onPoint(said)}
          onBlur={() => onPoint(null)}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className="gf-cmp-curve-x" aria-hidden="true">
        <span>{formatCount(axes.n[0])}</span>
        <span>{messages.tokensAxis}</span>
        <span>{formatCount(upTo)}</span>
      </div>
      <ul className="gf-cmp-curve-ends">
        {SIDES.map((side) => (
          <li key={side} data-side={side}>
            {messages.curveEnd({ label: label[side], work: last(side), growth: growthOf(curves[side]) })}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The counted steps as points of the curves. */
function countedPoints(steps: readonly ComparedStep[], mode: CurveMode) {
  const sums = { cached: 0, uncached: 0, policy: 0 }
  return steps
    .map((step) => {
      for (const side of ['cached', 'uncached', 'policy'] as const)
        sums[side] = countsOf(step, side).totalMacs + (mode === 'total' ? sums[side] : 0)
      return { index: step.index, n: step.to, ...sums }
    })
    .filter(({ index }) => mode === 'total' || index > 0)
}
