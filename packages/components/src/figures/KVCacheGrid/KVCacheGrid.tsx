'use client'
import { type ForwardTrace, type GenerationTrace, GlassformerError } from '@glassformer/core'
import { type ComponentPropsWithRef, useMemo, useState } from 'react'
import {
  check,
  Figure,
  FigureError,
  FigureSource,
  type FigureSourceProps,
  Said,
  Segments,
  tokenNames,
  useFigureRun,
  usePinned,
  useSelection,
} from '../../kit'
import { figureMessages } from '../../messages/en/figure'
import { kvCacheGridMessages } from '../../messages/en/kvCacheGrid'
import { useMessages } from '../../messages/useMessages'
import { ByteRuler, ByteSum } from './ByteRuler'
import { headOfRow, rowOfHead, servedBy, viewCache } from './data'
import { layOutShelf } from './geometry'
import { Legend } from './Legend'
import { PolicySum } from './PolicySum'
import { type Shown, termsOf } from './policyWords'
import { type PointedNumber, readoutOf } from './readout'
import { Shelf } from './Shelf'
import { SHOWN_VALUES, type ShownValues } from './values'
import { captionOf, tableOf } from './words'

export interface KVCacheGridProps
  extends Omit<ComponentPropsWithRef<'figure'>, 'title' | 'children'>,
    Omit<FigureSourceProps, 'trace'> {
  /**
   * A generation, with or without a cache or under a policy, or a forward pass, which keeps nothing. Checked; a bad one shows its message in
   * place. Wins over `model` and `prompt`.
   */
  trace?: ForwardTrace | GenerationTrace
  /** The layer shown open while the reader has chosen none. Ignored where all layers fit. @default the last layer */
  layer?: number
}

const ACCEPTS = { layer: check.ofTheRun }

/**
 * The cache as a shelf: a column per position, K and V of every head as strips with one pixel per number. Columns stay as
 * they are once written; threads show what the query at work reads. Under a policy, what is evicted leaves its place, and what
 * another request computed has a frame. State as data attributes: `data-keeps` is `full`, `policy`, `none` or `pass`,
 * `data-policy` the policy's name.
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
  const errors = useMessages('figure', figureMessages)
  const messages = useMessages('kvCacheGrid', kvCacheGridMessages)
  const [values, setValues] = useState<ShownValues>('held')
  const run = useFigureRun({
    name: 'KVCacheGrid',
    kind: 'forward',
    wanted: messages.wanted,
    read: (trace) => {
      const { nLayers } = trace.config
      if (layer !== undefined && !(Number.isInteger(layer) && layer >= 0 && layer < nLayers))
        throw new GlassformerError('out-of-range', errors.outOfRange('layer', String(layer), nLayers))
      return { view: viewCache(trace, values), nameAt: tokenNames(trace.tokens) }
    },
    deps: [layer, values, errors],
  })
  if (run.refusal) return <FigureError name="KVCacheGrid" error={run.refusal} />
  return <Drawn {...rest} run={run} layer={layer ?? run.data.view.layers.length - 1} onValues={setValues} />
}

type Run = Extract<
  ReturnType<typeof useFigureRun<'forward', { view: ReturnType<typeof viewCache>; nameAt: Shown['nameAt'] }>>,
  { readonly refusal: null }
>

interface DrawnProps extends Omit<ViewProps, 'layer'> {
  readonly run: Run
  readonly layer: number
  readonly onValues: (values: ShownValues) => void
}

function Drawn({ run, layer, onValues, ...rest }: DrawnProps) {
  const { lesson, frame, trace } = run
  const { view, nameAt } = run.data
  const messages = useMessages('kvCacheGrid', kvCacheGridMessages)
  const [selection, actions] = useSelection(lesson)
  const [pointed, setPointed] = useState<PointedNumber | null>(null)
  const pinned = usePinned(lesson)
  // What is opened follows what is chosen, not what is pointed at: rows must not move under the pointer.
  const inRange = (index: number | null, count: number) => index !== null && index < count
  const open = inRange(pinned.layer, view.layers.length) ? (pinned.layer as number) : layer
  const head = rowOfHead(view, pinned.head) ?? 0
  const shelf = useMemo(() => layOutShelf(view, open, head), [view, open, head])
  const shown: Shown = { view, frame, nameAt, messages }
  const readout = readoutOf(shown, selection, pointed)
  const bytes = { lesson, view, messages }
  const clear = () => {
    actions.pin(null)
    actions.hover(null)
    setPointed(null)
  }
  return (
    <Figure
      {...rest}
      data-keeps={view.keeps}
      data-policy={view.keeping?.settings.policy}
      heading={messages.title}
      trace={trace}
      caption={<Said>{captionOf(shown)}</Said>}
      readout={readout && <Said>{readout}</Said>}
      legend={<Legend view={view} shelf={shelf} messages={messages} />}
      terms={termsOf(view, messages)}
      onClear={clear}
      table={tableOf(shown, selection.layer ?? open, selection.head === null ? head : rowOfHead(view, selection.head))}
      about={view.keeping ? messages.policy.about : messages.about}
      controls={
        (!shelf.allHeads || view.values) && (
          <>
            {view.values && (
              <Segments
                label={messages.policy.values}
                value={view.values}
                onChange={onValues}
                options={SHOWN_VALUES.map((value) => ({ value, label: messages.policy.valueChoices[value] }))}
              />
            )}
            {!shelf.allHeads && (
              <label className="gf-kv-choice">
                {messages.headChoice}
                <select
                  value={head}
                  onChange={(event) =>
                    actions.pin({ layer: open, head: headOfRow(view, Number(event.target.value), pinned.head) })
                  }
                >
                  {Array.from({ length: view.nHeads }, (_, h) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a head is its index
                    <option key={h} value={h}>
                      {messages.headRange(...servedBy(view, h))}
                    </option>
                  ))}
                </select>
              </label>
            )}
          </>
        )
      }
    >
      <Shelf
        lesson={lesson}
        shown={shown}
        shelf={shelf}
        selection={selection}
        actions={actions}
        onNumber={setPointed}
        onClear={clear}
      >
        <ByteRuler {...bytes} />
      </Shelf>
      {view.keeping ? <PolicySum {...bytes} keeping={view.keeping} /> : <ByteSum {...bytes} />}
    </Figure>
  )
}
