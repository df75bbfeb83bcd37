'use client'
import { clamp, type ForwardFrame } from '@glassformer/core'
import { type CSSProperties, type ReactNode, useCallback } from 'react'
import { useCellCursor } from '../../a11y/useCellCursor'
import { type CellBuffers, Heatmap } from '../../canvas/Heatmap'
import { signedT } from '../../color/ramp'
import type { LessonHandle } from '../../lesson/handle'
import type { Now } from '../../lesson/hooks'
import type { attentionHeadMessages } from '../../messages/en/attentionHead'
import { cutMiddle, formatProb, visibleToken } from '../../messages/format'
import { keysOf } from '../../traces/visibleKeys'
import { type LayerData, linesOf, type WeightedSum as Sum, valueBoundOf } from './headData'
import type { Cell } from './Matrix'
import { askedOf, phaseOf, pouredOf } from './phase'
import { Said } from './Said'

interface WeightedSumProps {
  readonly lesson: LessonHandle
  readonly frame: ForwardFrame | null
  readonly data: LayerData
  readonly sum: Sum
  readonly head: number
  readonly query: number
  /** The most terms that are shown one by one: keeps the place of the longest sum. */
  readonly most: number
  readonly cell: Cell | null
  readonly onPoint: (cell: Cell | null) => void
  readonly messages: typeof attentionHeadMessages
}

/** The query's output as a sum that can be read line by line: weight times value, and z under the rule. */
export function WeightedSum({
  lesson,
  frame,
  data,
  head,
  sum,
  query,
  most,
  cell,
  onPoint,
  messages,
}: WeightedSumProps) {
  const { terms, rest, changed, z } = sum
  const text = (index: number) => visibleToken(data.texts[index] ?? '')
  const chip = (index: number) => (
    <span className="gf-chip" title={text(index)}>
      {cutMiddle(text(index), 8)}
    </span>
  )
  const count = linesOf(sum).length + 1
  /** Products appear first; the total fills when they are there. */
  const fill = useCallback(
    ({ level, opacity }: CellBuffers, now: Now<'forward'>) => {
      const { z } = sum
      const bound = valueBoundOf(data, head)
      const poured = pouredOf(phaseOf(now.frame, data.layer), query)
      const lines = linesOf(sum).map((line) => line.product)
      ;[...lines, z].forEach((values, line) => {
        const shown = clamp(2 * poured - (line < lines.length ? 0 : 1))
        for (let i = 0; i < z.length; i++) {
          level[line * z.length + i] = Math.round(255 * signedT(values[i] as number, bound))
          opacity[line * z.length + i] = Math.round(255 * shown)
        }
      })
    },
    [data, head, query, sum],
  )
  const widest = Math.max(...data.last.map((_, query) => keysOf(data, query).length))
  const ready = askedOf(phaseOf(frame, data.layer), query) === 1
  const cursor = useCellCursor({ rows: count, columns: z.length, onPoint })
  return (
    <div className="gf-attn-sum" style={{ '--gf-lines': Math.min(widest, most + 1) + 1 } as CSSProperties}>
      <p className="gf-attn-sum-title">
        <Said parts={messages.sumTitle(text(query))} />
      </p>
      {ready ? (
        <div className="gf-attn-lines" style={{ gridTemplateRows: `repeat(${count}, 28px)` }}>
          {terms.map((term) => (
            <Line key={term.key} weight={term.weight} times={messages.times} chip={chip(term.key)} />
          ))}
          {rest && (
            <Line
              weight={rest.weight}
              times={messages.times}
              chip={<span className="gf-attn-others">{messages.others(rest.count)}</span>}
            />
          )}
          {changed && <span className="gf-attn-line-name gf-attn-changed">{messages.changed}</span>}
          <span className="gf-attn-line-name">{chip(query)}</span>
          <span className="gf-attn-line-weight">{messages.output}</span>
          <div className="gf-attn-strips">
            <Heatmap
              lesson={lesson}
              kind="forward"
              rows={count}
              columns={z.length}
              ramp="diverging"
              fill={fill}
              followSelection={false}
            />
            <span className="gf-attn-gaps" />
            {cell && (
              <span
                className="gf-attn-column"
                style={{ left: `${(cell.column / z.length) * 100}%`, width: `${100 / z.length}%` }}
              />
            )}
            {/* biome-ignore lint/a11y/useSemanticElements: numbers are painted, so one element stands for them all */}
            <div className="gf-attn-cursor" role="group" aria-label={messages.sumLabel} {...cursor} />
          </div>
        </div>
      ) : (
        <p>{messages.sumWaiting}</p>
      )}
    </div>
  )
}

function Line({ chip, weight, times }: { chip: ReactNode; weight: number; times: string }) {
  return (
    <>
      <span className="gf-attn-line-name">{chip}</span>
      <span className="gf-attn-line-weight">
        <b>{formatProb(weight)}</b> {times}
      </span>
    </>
  )
}
