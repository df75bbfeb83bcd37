'use client'
import type { ModelConfig } from '@glassformer/core'
import { useMemo } from 'react'
import { complexityComparisonMessages } from '../../messages/en/complexityComparison'
import { formatCount, formatScaled } from '../../messages/format'
import { useMessages } from '../../messages/useMessages'
import { type ComparedStep, type CurveMode, curveOf, pathOf } from './complexityComparison.geometry'

const BOX = { width: 640, height: 180 }

export interface CurvesProps {
  config: ModelConfig
  promptLength: number
  mode: CurveMode
  /** Tokens at the right end. */
  upTo: number
  /** The steps counted in the run, in order, and which of them is now. */
  steps: readonly ComparedStep[]
  current: number
}

/** Two curves that part company: multiply-adds against tokens, without a cache and with one. */
export function Curves({ config, promptLength, mode, upTo, steps, current }: CurvesProps) {
  const messages = useMessages('complexityComparison', complexityComparisonMessages)
  const curves = useMemo(
    () => ({
      cached: curveOf(config, promptLength, upTo, 'cached', mode),
      uncached: curveOf(config, promptLength, upTo, 'uncached', mode),
    }),
    [config, promptLength, upTo, mode],
  )
  const top = Math.max(curves.uncached.at(-1)?.macs ?? 1, curves.cached.at(-1)?.macs ?? 1)
  const dots = useMemo(() => measured(steps, mode), [steps, mode])
  const at = (n: number, macs: number) => ({ cx: (n / upTo) * BOX.width, cy: BOX.height - (macs / top) * BOX.height })
  const ends = [
    { side: 'uncached' as const, label: messages.without, macs: curves.uncached.at(-1)?.macs ?? 0 },
    { side: 'cached' as const, label: messages.with, macs: curves.cached.at(-1)?.macs ?? 0 },
  ]
  return (
    <div className="gf-cmp-curves">
      <div className="gf-cmp-plot">
        <svg
          viewBox={`-1 -6 ${BOX.width + 8} ${BOX.height + 12}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={messages.curveLabel(
            mode === 'step' ? messages.perStep : messages.total,
            upTo,
            ends[1]?.macs ?? 0,
            ends[0]?.macs ?? 0,
          )}
        >
          {[0.5, 1].map((share) => (
            <path key={share} className="gf-cmp-curve-grid" d={`M0 ${BOX.height * (1 - share)}H${BOX.width}`} />
          ))}
          <path className="gf-cmp-curve-grid" d={`M0 0V${BOX.height}H${BOX.width}`} />
          {ends.map(({ side }) => (
            <path key={side} className="gf-cmp-curve" data-side={side} d={pathOf(curves[side], upTo, top, BOX)} />
          ))}
        </svg>
        {dots
          .filter(({ n }) => n <= upTo)
          .map(({ index, n, cached, uncached }) =>
            (['uncached', 'cached'] as const).map((side) => {
              const { cx, cy } = at(n, side === 'cached' ? cached : uncached)
              return (
                <span
                  key={`${index} ${side}`}
                  className="gf-cmp-curve-dot"
                  data-side={side}
                  data-current={index === current || undefined}
                  data-done={index <= current || undefined}
                  style={{
                    insetInlineStart: `${((cx + 1) / (BOX.width + 8)) * 100}%`,
                    insetBlockStart: `${((cy + 6) / (BOX.height + 12)) * 100}%`,
                  }}
                />
              )
            }),
          )}
      </div>
      <span className="gf-cmp-curve-y">{formatScaled(top)}</span>
      <ul className="gf-cmp-curve-ends">
        {ends.map(({ side, label, macs }) => (
          <li key={side} data-side={side}>
            {messages.curveEnd(label, macs)}
          </li>
        ))}
      </ul>
      <div className="gf-cmp-curve-x">
        <span>0</span>
        <span>{messages.tokensAxis}</span>
        <span>{formatCount(upTo)}</span>
      </div>
    </div>
  )
}

function measured(steps: readonly ComparedStep[], mode: CurveMode) {
  let cached = 0
  let uncached = 0
  return steps
    .map((step) => {
      cached = step.cached.totalMacs + (mode === 'total' ? cached : 0)
      uncached = step.uncached.totalMacs + (mode === 'total' ? uncached : 0)
      return { index: step.index, n: step.to, cached, uncached }
    })
    .filter(({ index }) => mode === 'total' || index > 0)
}
