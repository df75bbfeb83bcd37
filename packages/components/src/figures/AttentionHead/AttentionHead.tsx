'use client'
import { GlassformerError } from '@glassformer/core'
import { type ComponentPropsWithRef, useMemo, useState } from 'react'
import { Figure } from '../../anatomy/Figure'
import { FigureError } from '../../anatomy/FigureError'
import { FigureSource, type FigureSourceProps } from '../../anatomy/FigureSource'
import { Segments } from '../../controls/Segments'
import { useLesson } from '../../lesson/context'
import { useFrame, usePinned, useSelection } from '../../lesson/hooks'
import { attentionHeadMessages } from '../../messages/en/attentionHead'
import { figureMessages } from '../../messages/en/figure'
import { useMessages } from '../../messages/useMessages'
import { HeadGrid } from './HeadGrid'
import { type LayerData, readLayer, weightedSum } from './headData'
import { Legend } from './Legend'
import { type Cell, Matrix } from './Matrix'
import { focusOf, phaseOf } from './phase'
import { Said } from './Said'
import { captionOf, readoutOf, sumReadoutOf, tableOf } from './sentences'
import { ATTENTION_VIEWS, type AttentionView } from './view'
import { WeightedSum } from './WeightedSum'

export interface AttentionHeadProps extends Omit<ComponentPropsWithRef<'figure'>, 'children'>, FigureSourceProps {
  /** The layer shown, from 0. Fixes it; the reader is then given no choice. @default the pinned layer, or else the last */
  layer?: number
  /** The head shown, from 0. Fixes it. @default the pinned head, or else 0 */
  head?: number
  /** What the cells hold; makes the choice controlled. Shows as `data-view`. */
  view?: AttentionView
  /** What the cells hold at first. Ignored with `view`. @default 'pattern' */
  defaultView?: AttentionView
  /** Told when the reader chooses another view. */
  onViewChange?: (view: AttentionView) => void
  /** Whether the layer's other heads stand beside the large one. @default 'all', or 'one' where `head` is fixed */
  heads?: 'one' | 'all'
}

/**
 * One attention head of a run: who reads whom, how much, and what comes of it. Renders a `<figure>`; the rest of the
 * props go to it. Shows `data-view`, `data-layer` and `data-head`.
 */
export function AttentionHead({ trace, model, prompt, defaultTime, ...view }: AttentionHeadProps) {
  return (
    <FigureSource name="AttentionHead" trace={trace} model={model} prompt={prompt} defaultTime={defaultTime}>
      <Checked {...view} />
    </FigureSource>
  )
}

/** Lines of the sum: the heaviest few, and about all of them where the output is the subject. */
const TERMS: Record<AttentionView, number> = { pattern: 5, scores: 5, output: 12 }

type ViewProps = Omit<AttentionHeadProps, keyof FigureSourceProps>

/** Finds the layer's tensors, or says in place why there are none. */
function Checked(props: ViewProps) {
  const { handle, problem } = useLesson()
  const messages = useMessages('figure', figureMessages)
  const words = useMessages('attentionHead', attentionHeadMessages)
  const pinned = usePinned(handle)
  const trace = handle.run.generation ?? handle.run.forward
  const nLayers = trace?.config.nLayers ?? 0
  const nHeads = trace?.config.nHeads ?? 0
  const layer = props.layer ?? Math.min(pinned.layer ?? nLayers - 1, nLayers - 1)
  const head = props.head ?? Math.min(pinned.head ?? 0, nHeads - 1)
  const read = useMemo((): LayerData | Error => {
    if (!trace)
      return (
        problem ?? new GlassformerError('bad-trace', messages.wrongTrace('AttentionHead', words.wanted, 'backward'))
      )
    for (const [name, got, count] of [
      ['layer', layer, nLayers],
      ['head', head, nHeads],
    ] as const)
      if (!Number.isInteger(got) || got < 0 || got >= count)
        return new GlassformerError('out-of-range', messages.outOfRange(name, String(got), count))
    try {
      return readLayer(trace, layer)
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    }
  }, [trace, problem, layer, head, nLayers, nHeads, messages, words])
  if (read instanceof Error) return <FigureError name="AttentionHead" error={read} />
  return <View {...props} data={read} shownHead={head} />
}

function View({ data, shownHead: head, ...props }: ViewProps & { data: LayerData; shownHead: number }) {
  const {
    layer: fixedLayer,
    head: fixedHead,
    view: givenView,
    defaultView = 'pattern',
    onViewChange,
    heads,
    ...rest
  } = props
  const { handle } = useLesson()
  const messages = useMessages('attentionHead', attentionHeadMessages)
  const frame = useFrame(handle, 'forward')
  const [selection, { hover, pin }] = useSelection(handle)
  const [chosenView, setView] = useState(defaultView)
  const [cell, setCell] = useState<Cell | null>(null)
  const [sumCell, setSumCell] = useState<Cell | null>(null)

  const { layer, config, n } = data
  const shownHeads = heads ?? (fixedHead === undefined ? 'all' : 'one')
  const has = { pattern: true, scores: data.scores !== null, output: data.z !== null }
  const wanted = givenView ?? chosenView
  const view = has[wanted] ? wanted : 'pattern'
  const phase = phaseOf(frame, layer)
  const focus = focusOf(phase, selection.position, n)
  const sum = useMemo(
    () => (focus >= 0 ? weightedSum(data, head, focus, TERMS[view]) : null),
    [data, head, focus, view],
  )
  const shown = { data, frame, head, view, focus, messages }
  const readout = sum && sumCell ? sumReadoutOf(shown, sum, sumCell) : readoutOf(shown, selection, cell)

  const select = (at: Cell) => ({ position: at.row, ...(view === 'output' ? {} : { key: at.column }), layer, head })
  const point = (at: Cell | null) => {
    setCell(view === 'output' ? at : null)
    hover(at && select(at))
  }
  const clear = () => {
    pin(null)
    point(null)
  }
  return (
    <Figure
      {...rest}
      data-view={view}
      data-layer={layer}
      data-head={head}
      heading={messages.title}
      trace={data.trace}
      caption={<Said parts={captionOf(shown)} />}
      readout={readout ? <Said parts={readout} strong /> : messages.pointHere}
      legend={<Legend view={view} data={data} head={head} messages={messages} />}
      table={tableOf(shown)}
      about={messages.about(config.dHead).map((text) => <p key={text}>{text}</p>)}
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
              setCell(null)
              onViewChange?.(next)
            }}
          />
          {fixedLayer === undefined && config.nLayers > 1 && (
            <Segments
              label={messages.layer}
              options={Array.from({ length: config.nLayers }, (_, value) => ({ value, label: value }))}
              value={layer}
              onChange={(next) => pin({ layer: next })}
            />
          )}
        </>
      }
    >
      <div className="gf-attn">
        <div className="gf-attn-body" data-heads={shownHeads}>
          {shownHeads === 'all' && (
            <HeadGrid
              lesson={handle}
              data={data}
              done={phase.asked === 1 ? phase.to : phase.done}
              head={head}
              lit={selection.layer === layer ? selection.head : null}
              onHead={(next) => next !== head && pin({ head: next })}
              hover={hover}
              messages={messages}
            />
          )}
          <Matrix
            lesson={handle}
            frame={frame}
            data={data}
            head={head}
            view={view}
            focus={focus}
            selection={selection}
            cell={cell}
            onPoint={point}
            onChoose={(at) => pin(select(at))}
            onClear={clear}
            hover={hover}
            messages={messages}
          />
          {sum && (
            <WeightedSum
              lesson={handle}
              frame={frame}
              data={data}
              head={head}
              sum={sum}
              most={TERMS[view]}
              query={focus}
              cell={sumCell}
              onPoint={setSumCell}
              messages={messages}
            />
          )}
        </div>
      </div>
    </Figure>
  )
}
