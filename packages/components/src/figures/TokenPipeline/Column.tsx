'use client'
import { type CSSProperties, useCallback, useRef } from 'react'
import {
  type CellBuffers,
  CellGrid,
  type GridCell,
  Heatmap,
  type LessonHandle,
  LitCells,
  type Now,
  plain,
  Ring,
  type Selection,
  type SelectionActions,
  useFollow,
} from '../../kit'
import { addressIn, placeIn, type Stage } from './data'
import { type ColumnScene, fillColumn, ROWS } from './paint'
import { blockGlow, computedAt, lightAt } from './state'
import { numberAt, type Pointed, type Shown } from './words'

export interface ColumnProps {
  readonly lesson: LessonHandle
  readonly shown: Shown
  /** Must be the same object while what it holds is. */
  readonly scene: ColumnScene
  readonly selection: Selection
  readonly actions: SelectionActions
  readonly pointed: Pointed | null
  readonly onPoint: (pointed: Pointed | null) => void
  readonly onClear: () => void
}

/** More stages than this are drawn closer. */
const DENSE = 9

/** The stages from top to bottom, with the vector of one position at each, and the light on its way down. */
export function Column({ lesson, shown, scene, selection, actions, pointed, onPoint, onClear }: ColumnProps) {
  const { hover, choose } = actions
  const { messages, stages } = shown
  const { trace, bounds } = scene
  const rail = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLOListElement>(null)
  const width = trace.config.dModel
  const fill = useCallback((cells: CellBuffers, now: Now<'forward'>) => fillColumn(scene, cells, now), [scene])

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

  /** Whether the moment has computed it. */
  const isThere = ({ row }: GridCell) => computedAt(stages[row] as Stage, shown.frame) > shown.position
  const point = (next: Pointed | null) => {
    onPoint(next)
    const layer = next && next.kind !== 'candidate' ? (stages[next.stage]?.layer ?? null) : null
    hover(layer === null ? null : { layer })
  }
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
        {stages.map((stage, s) => (
          <li
            key={stage.tensor}
            data-stage={stage.kind}
            data-selected={(stage.layer !== null && selection.layer === stage.layer) || undefined}
            onPointerEnter={() => point({ kind: 'stage', stage: s })}
            onPointerLeave={() => point(null)}
          >
            <span className="gf-pipe-name">
              {nameOf(stage, messages)}
              <small className="gf-pipe-bound">{messages.bound(bounds[stage.kind])}</small>
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
      <div className="gf-pipe-strips">
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
        {pointed?.kind === 'number' && (
          <Ring row={pointed.stage} column={pointed.index} rows={stages.length} columns={width} />
        )}
        <LitCells
          lesson={lesson}
          rows={stages.length}
          columns={width}
          placeOf={(address) => {
            const place = placeIn(stages, shown.position, address)
            return place && isThere(place) ? place : null
          }}
        />
        <CellGrid
          label={messages.cells({ stages: stages.length, width })}
          rows={stages.length}
          columns={width}
          nameOf={({ row, column }) => plain(numberAt(shown, row, column))}
          onPoint={(at) => point(at && { kind: 'number', stage: at.row, index: at.column })}
          onChoose={(cell, anchor) => {
            const address = isThere(cell) ? addressIn(trace, stages, shown.position, cell) : null
            if (address) choose({ position: shown.position }, address, anchor)
          }}
          onClear={onClear}
        />
      </div>
    </div>
  )
}

function nameOf(stage: Stage, messages: Shown['messages']): string {
  return stage.kind === 'block' ? messages.block(stage.layer) : messages[stage.kind]
}
