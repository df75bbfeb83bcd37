'use client'
import { type ForwardTrace, type GenerationTrace, GlassformerError } from '@glassformer/core'
import { type ComponentPropsWithRef, useMemo, useState } from 'react'
import { Figure } from '../../anatomy/Figure'
import { FigureError } from '../../anatomy/FigureError'
import { FigureSource, type FigureSourceProps } from '../../anatomy/FigureSource'
import { ofTheRun } from '../../anatomy/propChecks'
import { useLesson } from '../../lesson/context'
import { useFrame, usePinned, useSelection } from '../../lesson/hooks'
import { figureMessages } from '../../messages/en/figure'
import { kvCacheGridMessages } from '../../messages/en/kvCacheGrid'
import { useMessages } from '../../messages/useMessages'
import { ByteRuler, ByteSum } from './ByteRuler'
import { type CacheView, headOfRow, rowOfHead, servedBy, viewCache } from './cache'
import { captionOf } from './caption'
import { layOutShelf } from './kvCacheGrid.geometry'
import { Legend } from './Legend'
import { Marked } from './Marked'
import { type PointedNumber, readoutOf } from './readout'
import { Shelf } from './Shelf'
import { tableOf } from './table'

export interface KVCacheGridProps
  extends Omit<ComponentPropsWithRef<'figure'>, 'title' | 'children'>,
    Omit<FigureSourceProps, 'trace'> {
  /**
   * A generation, with or without a cache, or a forward pass, which keeps nothing. Checked; a bad one shows its message in
   * place. Wins over `model` and `prompt`.
   */
  trace?: ForwardTrace | GenerationTrace
  /** The layer shown open while the reader has chosen none. Ignored where all layers fit. @default the last layer */
  layer?: number
}

const ACCEPTS = { layer: ofTheRun }

/**
 * The cache as a shelf: a column per position, K and V of every head as strips with one pixel per number. Columns stay as
 * they are once written; threads show what the query at work reads. State as data attributes: `data-keeps` is `full`,
 * `none` or `pass`.
 */
export function KVCacheGrid(props: KVCacheGridProps) {
  const { trace, model, prompt, defaultTime, ...view } = props
  const { title } = useMessages('kvCacheGrid', kvCacheGridMessages)
  return (
    <FigureSource name="KVCacheGrid" heading={title} accepts={ACCEPTS} given={props}>
      <KVCacheGridView {...view} />
    </FigureSource>
  )
}

type ViewProps = Omit<KVCacheGridProps, keyof FigureSourceProps>

function KVCacheGridView({ layer, ...rest }: ViewProps) {
  const { handle, problem } = useLesson()
  const errors = useMessages('figure', figureMessages)
  const messages = useMessages('kvCacheGrid', kvCacheGridMessages)
  const trace = handle.run.generation ?? handle.run.forward
  const found = useMemo<CacheView | Error>(() => {
    if (!trace) {
      const got = handle.run.backward?.kind ?? String(undefined)
      return problem ?? new GlassformerError('bad-trace', errors.wrongTrace('KVCacheGrid', messages.wanted, got))
    }
    // Policies forget, store other numbers than were computed, take memory in blocks, or begin with another run's columns:
    // this figure draws none of it.
    if (trace.kind === 'generation' && typeof trace.cache === 'object')
      return new GlassformerError('bad-trace', errors.policyTrace('KVCacheGrid', trace.cache.policy))
    const { nLayers } = trace.config
    if (layer !== undefined && !(Number.isInteger(layer) && layer >= 0 && layer < nLayers))
      return new GlassformerError('out-of-range', errors.outOfRange('layer', String(layer), nLayers))
    try {
      return viewCache(trace)
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    }
  }, [trace, handle, problem, layer, errors, messages])
  if (found instanceof Error || !trace)
    return <FigureError name="KVCacheGrid" error={found instanceof Error ? found : new Error(messages.wanted)} />
  return <Drawn {...rest} view={found} trace={trace} layer={layer ?? found.layers.length - 1} />
}

interface DrawnProps extends Omit<ViewProps, 'layer'> {
  readonly view: CacheView
  readonly trace: ForwardTrace | GenerationTrace
  readonly layer: number
}

function Drawn({ view, trace, layer, ...rest }: DrawnProps) {
  const { handle } = useLesson()
  const messages = useMessages('kvCacheGrid', kvCacheGridMessages)
  const frame = useFrame(handle, 'forward')
  const [selection, { pin }] = useSelection(handle)
  const [pointed, setPointed] = useState<PointedNumber | null>(null)
  const pinned = usePinned(handle)
  // What is opened follows what is chosen, not what is pointed at: rows must not move under the pointer.
  const inRange = (index: number | null, count: number) => index !== null && index < count
  const open = inRange(pinned.layer, view.layers.length) ? (pinned.layer as number) : layer
  const head = rowOfHead(view, pinned.head) ?? 0
  const shelf = useMemo(() => layOutShelf(view, open, head), [view, open, head])
  const readout = readoutOf(view, frame, selection, pointed, messages)
  const shared = { lesson: handle, view, messages }
  return (
    <Figure
      {...rest}
      data-keeps={view.keeps}
      heading={messages.title}
      trace={trace}
      caption={<Marked text={captionOf(view, frame, messages)} />}
      readout={readout === null ? null : <Marked as="b" text={readout} />}
      legend={<Legend view={view} shelf={shelf} messages={messages} />}
      table={tableOf(
        view,
        frame,
        selection.layer ?? open,
        selection.head === null ? head : rowOfHead(view, selection.head),
        messages,
      )}
      about={messages.about}
      controls={
        shelf.allHeads ? undefined : (
          <label className="gf-kv-choice">
            {messages.headChoice}
            <select
              value={head}
              onChange={(event) => pin({ layer: open, head: headOfRow(view, Number(event.target.value), pinned.head) })}
            >
              {Array.from({ length: view.nHeads }, (_, h) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a head is its index
                <option key={h} value={h}>
                  {messages.headRange(...servedBy(view, h))}
                </option>
              ))}
            </select>
          </label>
        )
      }
    >
      <Shelf {...shared} shelf={shelf} onNumber={setPointed} onOpen={(layer) => pin({ layer })}>
        <ByteRuler {...shared} />
      </Shelf>
      <ByteSum {...shared} />
    </Figure>
  )
}
