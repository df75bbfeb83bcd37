'use client'
import { GlassformerError } from '@glassformer/core'
import { type ComponentPropsWithRef, useState } from 'react'
import {
  check,
  Figure,
  FigureError,
  FigureSource,
  type FigureSourceProps,
  formatBytes,
  formatCount,
  isWindowed,
  LegendKey,
  Said,
  Segments,
  useFigureRun,
  useFrameValue,
  usePinned,
  useSelection,
} from '../../kit'
import { complexityComparisonMessages } from '../../messages/en/complexityComparison'
import { figureMessages } from '../../messages/en/figure'
import { useMessages } from '../../messages/useMessages'
import { Curves } from './Curves'
import { comparisonOf } from './comparison'
import { type CurveMode, countsOf, pairsOf, rowsOf } from './data'
import { CURVE_SCALES, type CurveScale } from './geometry'
import { stagesDone, totalSoFar } from './state'
import { WorkBars } from './WorkBars'
import { WorkGrid } from './WorkGrid'
import { captionOf, type Pointed, readoutOf, type Shown, tableOf, titleOf } from './words'

export interface ComplexityComparisonProps
  extends FigureSourceProps,
    Omit<ComponentPropsWithRef<'figure'>, 'title' | 'children'> {
  /** How many tokens the curves go to at first; the reader can choose. @default 2048 */
  defaultUpTo?: number
  /** Whether the curves show one step or all until then, at first; the reader can choose. @default 'total' */
  defaultCurve?: CurveMode
  /** Whether the curves' axes are logarithmic, so that growth is a slope, or linear, at first; the reader can choose. @default 'log' */
  defaultScale?: CurveScale
}

/** The longest text that curves are computed for. */
const MOST = 65_536

const ACCEPTS = {
  defaultUpTo: check.wholeFrom(1, MOST),
  defaultCurve: check.oneOf('step', 'total'),
  defaultScale: check.oneOf(...CURVE_SCALES),
}

/**
 * The work of a generation step without a cache and with one, or with the full cache and under the run's policy, side by side
 * on the same run: what is projected and scored, counted by the engine, and curves for long texts. State shows as `data-step` and `data-cue`.
 */
export function ComplexityComparison(props: ComplexityComparisonProps) {
  const { trace, model, prompt, defaultTime, ...view } = props
  const { title } = useMessages('complexityComparison', complexityComparisonMessages)
  return (
    <FigureSource name={NAME} heading={title} accepts={ACCEPTS} given={props}>
      <ComplexityComparisonView {...view} />
    </FigureSource>
  )
}

const NAME = 'ComplexityComparison'

type ViewProps = Omit<ComplexityComparisonProps, keyof FigureSourceProps>

function ComplexityComparisonView(props: ViewProps) {
  const { defaultUpTo = 2048, defaultCurve = 'total', defaultScale = 'log', ...rest } = props
  const messages = useMessages('complexityComparison', complexityComparisonMessages)
  const errors = useMessages('figure', figureMessages)
  const run = useFigureRun({
    name: NAME,
    kind: 'forward',
    wanted: messages.wanted,
    read: (trace) => {
      const refuse = (message: string) => new GlassformerError('bad-trace', message)
      if (trace.kind !== 'generation') throw refuse(errors.wrongTrace(NAME, messages.wanted, trace.kind))
      // The counts, and the curves, are those of a causal mask.
      if (trace.fault === 'no-causal-mask') throw refuse(messages.unmasked)
      return comparisonOf(trace)
    },
    deps: [messages, errors],
  })
  if (run.refusal) return <FigureError name={NAME} error={run.refusal} />
  return <Comparison {...rest} run={run} upTo={defaultUpTo} curve={defaultCurve} scale={defaultScale} />
}

type Run = Extract<
  ReturnType<typeof useFigureRun<'forward', ReturnType<typeof comparisonOf>>>,
  { readonly refusal: null }
>

interface ComparisonProps extends ComponentPropsWithRef<'figure'> {
  readonly run: Run
  readonly upTo: number
  readonly curve: CurveMode
  readonly scale: CurveScale
}

function Comparison({ run, upTo: firstUpTo, curve, scale: firstScale, ...rest }: ComparisonProps) {
  const { lesson, frame: markup } = run
  const { trace, steps, sides, size, keys, reads, leftOut, nameAt, stepScale, totalScale } = run.data
  const messages = useMessages('complexityComparison', complexityComparisonMessages)
  // The work done changes in the middle of a prefill's cues as well.
  useFrameValue(lesson, 'forward', (now) => (now ? stagesDone(now) : 0))
  const frame = lesson.frameOf('forward') ?? markup
  const [selection, actions] = useSelection(lesson)
  const pinned = usePinned(lesson)
  const [mode, setMode] = useState(curve)
  const [scale, setScale] = useState(firstScale)
  const [upTo, setUpTo] = useState(firstUpTo)
  const [pointed, setPointed] = useState<Pointed | null>(null)
  const step = steps[Math.min(frame.cue.step, steps.length - 1)]
  if (!step) return null
  const idle = frame.cue.kind === 'idle'
  const ranges = [...new Set([nextPower(size), 256, 2048, firstUpTo])].sort((a, b) => a - b)
  const shown: Shown = { trace, frame, steps, step, keys, reads, nameAt, messages }
  // What is said otherwise of a policy beside the full cache.
  const policy = step.policy && messages.policy
  const readout = readoutOf(shown, pointed, selection.position, selection.key)
  const clear = () => {
    actions.pin(null)
    actions.hover(null)
    setPointed(null)
  }
  const panels = sides.map((side) => ({ side, title: titleOf(shown, side) }))
  return (
    <Figure
      {...rest}
      data-step={step.index}
      data-cue={frame.cue.kind}
      heading={policy?.title ?? messages.title}
      trace={trace}
      caption={<Said>{captionOf(shown)}</Said>}
      readout={readout && <Said>{readout}</Said>}
      onClear={clear}
      legend={
        <>
          <LegendKey mark="fill" color="forward">
            {messages.legendProjection}
          </LegendKey>
          <LegendKey mark="fill" color="reads">
            {messages.legendScore}
          </LegendKey>
          <LegendKey mark="faint" color="reads">
            {messages.legendKept}
          </LegendKey>
          <LegendKey mark="hatch">{messages.legendMasked}</LegendKey>
          {isWindowed(keys) && (
            <LegendKey mark="outside">{messages.legendOutside(trace.config.attentionWindow)}</LegendKey>
          )}
          {policy && leftOut && <LegendKey mark="outside">{policy.legendUnread[leftOut]}</LegendKey>}
        </>
      }
      terms={policy ? [...messages.terms, policy.term] : messages.terms}
      controls={
        <>
          <Segments
            label={messages.curve}
            value={mode}
            onChange={setMode}
            options={[
              { value: 'step', label: messages.perStep },
              { value: 'total', label: messages.total },
            ]}
          />
          <Segments
            label={messages.scale}
            value={scale}
            onChange={setScale}
            options={CURVE_SCALES.map((value) => ({ value, label: messages.scales[value] }))}
          />
          <Segments
            label={messages.upTo}
            value={upTo}
            onChange={setUpTo}
            options={ranges.map((value) => ({ value, label: formatCount(value) }))}
          />
        </>
      }
      table={tableOf(shown)}
      about={(policy ?? messages).about}
    >
      <div className="gf-cmp">
        {panels.map(({ side, title }) => {
          const { from, to } = rowsOf(step, side)
          const counts = countsOf(step, side)
          const { cacheWritten, cacheRead, cacheSize } = counts.bytes
          const bytes = { written: cacheWritten, read: cacheRead, size: cacheSize }
          const bars = { onPoint: setPointed, messages }
          return (
            <section key={side} className="gf-cmp-panel" data-side={side} aria-label={title}>
              <p className="gf-cmp-panel-title">{title}</p>
              <div className="gf-cmp-panel-body">
                <WorkGrid
                  lesson={lesson}
                  shown={shown}
                  side={side}
                  size={size}
                  label={messages.gridLabel({ panel: title, rows: to - from, pairs: pairsOf(trace.config, counts) })}
                  selection={selection}
                  pinned={pinned}
                  actions={actions}
                  onClear={clear}
                />
                <div className="gf-cmp-panel-numbers">
                  <WorkBars {...bars} heading={messages.thisStep} counts={counts} scale={stepScale} />
                  <WorkBars
                    {...bars}
                    heading={messages.soFar}
                    counts={totalSoFar(steps, side, trace.config, frame)}
                    scale={totalScale}
                  />
                  <p className="gf-cmp-bytes">
                    {cacheSize > 0
                      ? messages.cacheBytes({
                          written: formatBytes(bytes.written),
                          read: formatBytes(bytes.read),
                          size: formatBytes(bytes.size),
                        })
                      : messages.noCacheBytes}
                  </p>
                </div>
              </div>
            </section>
          )
        })}
      </div>
      <p className="gf-cmp-note">
        {step.difference === null ? (policy ?? messages).byFormula : (policy ?? messages).agreement(step.difference)}
      </p>
      <Curves
        config={trace.config}
        promptLength={trace.promptLength}
        mode={mode}
        scale={scale}
        upTo={upTo}
        steps={steps}
        sides={sides}
        current={idle ? -1 : step.index}
        pointed={pointed}
        onPoint={setPointed}
        messages={messages}
      />
      <p className="gf-cmp-note">{(policy ?? messages).curveNote(trace.config.nCtx)}</p>
    </Figure>
  )
}

function nextPower(n: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(16, n)))
}
