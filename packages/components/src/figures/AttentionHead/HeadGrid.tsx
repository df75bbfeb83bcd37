'use client'
import { useCallback } from 'react'
import { type CellBuffers, Heatmap, type LessonHandle, type Now, Unseen } from '../../kit'
import type { attentionHeadMessages } from '../../messages/en/attentionHead'
import type { LayerData } from './data'
import { fillHead } from './paint'

interface HeadGridProps {
  readonly lesson: LessonHandle
  readonly data: LayerData
  /** Changes when rows are done; the small pictures follow it instead of the clock. */
  readonly done: number
  readonly head: number
  readonly onHead: (head: number) => void
  readonly onPoint: (head: number | null) => void
  /** The head that the selection names in this layer, if any. */
  readonly lit: number | null
  readonly messages: typeof attentionHeadMessages
}

/** Every head of the layer, small; choosing one makes it the large one. */
export function HeadGrid({ data, head, onHead, onPoint, lit, messages, ...rest }: HeadGridProps) {
  const heads = Array.from({ length: data.config.nHeads }, (_, h) => h)
  const off = () => onPoint(null)
  const lighting = (h: number) => {
    const on = () => onPoint(h)
    return { onPointerEnter: on, onFocus: on, onPointerLeave: off, onBlur: off }
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset does not lay out as a grid in every browser
    <div className="gf-attn-heads" role="group" aria-label={messages.headsLabel({ layer: data.layer })}>
      {heads.map((h) => (
        <button
          key={h}
          type="button"
          className="gf-attn-head"
          aria-pressed={h === head}
          data-lit={h === lit || undefined}
          onClick={() => onHead(h)}
          {...lighting(h)}
        >
          <SmallHead {...rest} data={data} head={h} />
          <span>{messages.head({ head: h })}</span>
        </button>
      ))}
    </div>
  )
}

type SmallHeadProps = Pick<HeadGridProps, 'lesson' | 'data' | 'done' | 'head'>

function SmallHead({ lesson, data, done, head }: SmallHeadProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: `done` repaints it when rows are added
  const fill = useCallback(
    (cells: CellBuffers, { frame }: Now<'forward'>) => fillHead(cells, frame, null, data, head, 'pattern'),
    [data, head, done],
  )
  return (
    <span className="gf-attn-small">
      <Unseen keys={data} />
      <Heatmap
        lesson={lesson}
        kind="forward"
        rows={data.n}
        columns={data.n}
        ramp="reads"
        fill={fill}
        followTime={false}
        followSelection={false}
      />
    </span>
  )
}
