'use client'
import type { ForwardFrame } from '@glassformer/core'
import { useMemo, useState } from 'react'
import { Figure, type GridCell, type LessonHandle, Said, Segments, tokenNames, usePinned } from '../../kit'
import { attentionHeadMessages } from '../../messages/en/attentionHead'
import { useMessages } from '../../messages/useMessages'
import type { HeadProps } from './AttentionHead'
import type { LayerData } from './data'
import { Following } from './Following'
import { HeadGrid } from './HeadGrid'
import { Legend } from './Legend'
import { Matrix } from './Matrix'
import { askedCount, focusOf } from './state'
import { outputSum } from './sum'
import { usePointer } from './usePointer'
import { type ShownHead, useHeadState } from './useShownHead'
import { ATTENTION_VIEWS, type AttentionView } from './view'
import { WeightedSum } from './WeightedSum'
import { captionOf, type HeadNow, readoutOf, tableOf, termsOf } from './words'

/** Lines of the sum: the heaviest few, and about all of them where the output is the subject. */
const TERMS: Record<AttentionView, number> = { pattern: 5, scores: 5, output: 12 }

interface HeadFigureProps extends HeadProps {
  readonly lesson: LessonHandle
  readonly frame: ForwardFrame
  readonly data: LayerData
  readonly place: ShownHead
}

/** The figure of one head: the large matrix, the layer's other heads, and the sum behind the query in focus. */
export function HeadFigure({ lesson, frame, data, place, ...props }: HeadFigureProps) {
  const { layer: fixedLayer, head: fixedHead, view: givenView, defaultView = 'pattern', ...others } = props
  const { onViewChange, heads = fixedHead === undefined ? 'all' : 'one', ...rest } = others
  const messages = useMessages('attentionHead', attentionHeadMessages)
  const [chosenView, setView] = useState(defaultView)
  const pointer = usePointer(lesson, place)
  const { selection, pointed, point } = pointer
  const pinned = usePinned(lesson)
  const { layer, head } = place
  const { config, n, trace } = data
  const has = { pattern: true, scores: data.scores !== null, output: data.z !== null }
  const wanted = givenView ?? chosenView
  const view = has[wanted] ? wanted : 'pattern'
  const state = useHeadState(lesson, layer)
  const focus = focusOf(state, selection.position, n)
  const visible = frame.tokensVisible
  const nameOf = useMemo(() => tokenNames(trace.tokens.slice(0, visible)), [trace, visible])
  const sum = useMemo(() => (focus >= 0 ? outputSum(data, head, focus, TERMS[view]) : null), [data, head, focus, view])
  const now: HeadNow = { data, head, view, state, focus, visible, nameOf, messages }
  const readout = readoutOf(now, selection, pointed, sum)
  const isChosen = ({ row, column }: GridCell) =>
    pinned.position === row && (view === 'output' || pinned.key === column) && pinned.layer === layer
  return (
    <Figure
      {...rest}
      data-view={view}
      data-layer={layer}
      data-head={head}
      heading={messages.title}
      trace={trace}
      onClear={pointer.clear}
      caption={<Said>{captionOf(now)}</Said>}
      readout={readout && <Said>{readout}</Said>}
      hint={messages.pointHere}
      legend={<Legend now={now} onPoint={point} />}
      terms={termsOf(now)}
      table={tableOf(now)}
      about={messages.about({ dHead: config.dHead }).map((text) => <p key={text}>{text}</p>)}
      controls={
        <>
          <Segments
            label={messages.view}
            options={ATTENTION_VIEWS.filter((value) => has[value]).map((value) => ({
              value,
              label: messages.views[value],
            }))}
            value={view}
            onChange={(next) => {
              setView(next)
              point(null)
              onViewChange?.(next)
            }}
          />
          {fixedLayer === undefined && config.nLayers > 1 && (
            <Segments
              label={messages.layer}
              options={Array.from({ length: config.nLayers }, (_, value) => ({ value, label: value }))}
              value={layer}
              onChange={pointer.chooseLayer}
            />
          )}
          <Following lesson={lesson} now={now} layerIsFixed={fixedLayer !== undefined} />
        </>
      }
    >
      <div className="gf-attn" onPointerLeave={() => point(null)}>
        <div className="gf-attn-body" data-heads={heads}>
          <Matrix lesson={lesson} frame={frame} now={now} pointer={pointer} isChosen={isChosen} />
          {heads === 'all' && (
            <HeadGrid
              lesson={lesson}
              data={data}
              done={askedCount(state)}
              head={head}
              lit={selection.layer === layer ? selection.head : null}
              onHead={pointer.chooseHead}
              onPoint={(at) => point(at === null ? null : { at: 'head', head: at })}
              messages={messages}
            />
          )}
          {sum && (
            <WeightedSum lesson={lesson} now={now} sum={sum} most={TERMS[view]} pointer={pointer} isChosen={isChosen} />
          )}
        </div>
      </div>
    </Figure>
  )
}
