'use client'
import { type CSSProperties, useCallback, useRef } from 'react'
import { useCellCursor } from '../../a11y/useCellCursor'
import { type CellBuffers, Heatmap } from '../../canvas/Heatmap'
import { signedT } from '../../color/ramp'
import type { LessonHandle } from '../../lesson/handle'
import { type Now, type SelectionActions, useFollow } from '../../lesson/hooks'
import type { Selection } from '../../lesson/selection'
import { tokenPipelineMessages } from '../../messages/en/tokenPipeline'
import { useMessages } from '../../messages/useMessages'
import { blockGlow, computedAt, focusPosition, lightAt, type Stage } from './tokenPipeline.geometry'
import { type Bounds, type PipelineTrace, rowOf } from './tokenPipeline.values'

/** A number of the column: a stage and a dimension. */
export interface ColumnCell {
  readonly stage: number
  readonly cell: number
}

export interface ColumnProps extends SelectionActions {
  lesson: LessonHandle
  trace: PipelineTrace
  stages: readonly Stage[]
  /** The ends of the colour scales. */
  bounds: Bounds
  promptLength: number
  selection: Selection
  pointed: ColumnCell | null
  onPoint: (cell: ColumnCell | null) => void
}

/** More stages than this are drawn closer. */
const DENSE = 9

/** Rows of pixels to a stage: the first and the last are the gap to the next strip. */
const ROWS = 8

/** The stages from top to bottom, with the vector of one position at each, and the light on its way down. */
export function Column({
  lesson,
  trace,
  stages,
  bounds,
  promptLength,
  selection,
  pointed,
  onPoint,
  hover,
  pin,
}: ColumnProps) {
  const messages = useMessages('tokenPipeline', tokenPipelineMessages)
  const rail = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLOListElement>(null)
  const width = trace.config.dModel

  const fill = useCallback(
    ({ level, opacity }: CellBuffers, { frame, selection }: Now<'forward'>) => {
      if (!frame) return
      const position = focusPosition(frame, promptLength, selection.position)
      stages.forEach((stage, s) => {
        const row = computedAt(stage, frame) > position ? rowOf(trace, stage.tensor, position) : null
        const bound = bounds[stage.kind]
        for (let r = 0; r < ROWS; r++)
          for (let i = 0; i < width; i++) {
            const at = (s * ROWS + r) * width + i
            level[at] = row ? Math.round(255 * signedT(row[i] as number, bound)) : 0
            opacity[at] = row && r > 0 && r < ROWS - 1 ? 255 : 0
          }
      })
    },
    [trace, stages, promptLength, bounds, width],
  )

  useFollow(lesson, 'forward', ({ frame }) => {
    if (!frame) return
    const light = lightAt(frame, trace.config.nLayers)
    if (rail.current) {
      rail.current.style.transform = `translateY(${(100 * (light ?? 0)) / stages.length}%)`
      rail.current.style.opacity = light === null ? '0' : '1'
    }
    stages.forEach(({ kind, layer }, s) => {
      const node = list.current?.children[s] as HTMLElement | undefined
      const block = layer === null ? null : blockGlow(frame, layer)
      const lit = block ? Math.max(block.attention, block.mlp) : kind === 'embed' ? frame.glow.embed : frame.glow.sample
      node?.style.setProperty('--gf-lit', lit.toFixed(3))
      node?.style.setProperty('--gf-lit-attention', (block?.attention ?? 0).toFixed(3))
      node?.style.setProperty('--gf-lit-mlp', (block?.mlp ?? 0).toFixed(3))
    })
  })

  const cursor = useCellCursor({
    rows: stages.length,
    columns: width,
    onPoint: (at) => {
      onPoint(at && { stage: at.row, cell: at.column })
      const layer = at && stages[at.row]?.layer
      hover(layer === null || layer === undefined ? null : { layer })
    },
    onClear: () => pin(null),
  })
  return (
    <div
      className="gf-pipe-column"
      data-dense={stages.length > DENSE || undefined}
      style={{ '--gf-stages': stages.length } as CSSProperties}
    >
      <div className="gf-pipe-rail" aria-hidden="true">
        <div ref={rail}>
          <i />
        </div>
      </div>
      <ol ref={list} className="gf-pipe-stages" aria-label={messages.stages}>
        {stages.map((stage) => (
          <li
            key={stage.tensor}
            data-stage={stage.kind}
            data-selected={(stage.layer !== null && selection.layer === stage.layer) || undefined}
          >
            <span className="gf-pipe-name">
              {stage.kind === 'block' ? messages.block(stage.layer) : messages[stage.kind]}
            </span>
            {stage.kind === 'block' && (
              <span className="gf-pipe-parts">
                <span data-part="attention">{messages.attention}</span>
                <span data-part="mlp">{messages.mlp}</span>
              </span>
            )}
          </li>
        ))}
      </ol>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls; this is a grid of numbers */}
      <div className="gf-pipe-strips" role="group" aria-label={messages.cells(stages.length, width)} {...cursor}>
        {stages.map(({ tensor }) => (
          <span key={tensor} className="gf-pipe-strip" />
        ))}
        <Heatmap
          lesson={lesson}
          kind="forward"
          rows={stages.length * ROWS}
          columns={width}
          ramp="diverging"
          fill={fill}
        />
        {pointed && (
          <span
            className="gf-pipe-ring"
            style={{
              insetInlineStart: `${(100 * pointed.cell) / width}%`,
              top: `${(100 * pointed.stage) / stages.length}%`,
              width: `${100 / width}%`,
              height: `${100 / stages.length}%`,
            }}
          />
        )}
      </div>
    </div>
  )
}
