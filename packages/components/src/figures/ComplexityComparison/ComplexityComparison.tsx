'use client'
import { type ForwardFrame, type GenerationTrace, GlassformerError } from '@glassformer/core'
import { type ComponentPropsWithRef, useMemo, useState } from 'react'
import { Figure } from '../../anatomy/Figure'
import { FigureError } from '../../anatomy/FigureError'
import { FigureSource, type FigureSourceProps } from '../../anatomy/FigureSource'
import { oneOf, wholeFrom } from '../../anatomy/propChecks'
import { Segments } from '../../controls/Segments'
import { useLesson } from '../../lesson/context'
import type { LessonHandle } from '../../lesson/handle'
import { useFrame, useSelection } from '../../lesson/hooks'
import { LegendKey } from '../../marks/LegendKey'
import { complexityComparisonMessages } from '../../messages/en/complexityComparison'
import { figureMessages } from '../../messages/en/figure'
import { formatBytes, formatCount, visibleToken } from '../../messages/format'
import { useMessages } from '../../messages/useMessages'
import { isWindowed, seen, type VisibleKeys, visibleKeysOf } from '../../traces/visibleKeys'
import { Curves } from './Curves'
import {
  type ComparedStep,
  type CurveMode,
  compareSteps,
  pairsOf,
  rowsOf,
  totalSoFar,
} from './complexityComparison.geometry'
import { WorkBars } from './WorkBars'
import { WorkGrid } from './WorkGrid'

export interface ComplexityComparisonProps
  extends FigureSourceProps,
    Omit<ComponentPropsWithRef<'figure'>, 'title' | 'children'> {
  /** How many tokens the curves go to at first; the reader can choose. @default 2048 */
  defaultUpTo?: number
  /** Whether the curves show one step or all until then, at first; the reader can choose. @default 'total' */
  defaultCurve?: CurveMode
}

/** The longest text that curves are computed for. */
const MOST = 65_536

const ACCEPTS = { defaultUpTo: wholeFrom(1, MOST), defaultCurve: oneOf('step', 'total') }

/**
 * The work of a generation step without a cache and with one, side by side on the same run: what is projected and scored,
 * counted by the engine, and curves of both for long texts. State shows as `data-step` and `data-cue`.
 */
export function ComplexityComparison(props: ComplexityComparisonProps) {
  const { trace, model, prompt, defaultTime, ...view } = props
  const { title } = useMessages('complexityComparison', complexityComparisonMessages)
  return (
    <FigureSource name="ComplexityComparison" heading={title} accepts={ACCEPTS} given={props}>
      <ComplexityComparisonView {...view} />
    </FigureSource>
  )
}

type ViewProps = Omit<ComplexityComparisonProps, keyof FigureSourceProps>

const NAME = 'ComplexityComparison'

function ComplexityComparisonView(props: ViewProps) {
  const { handle, problem } = useLesson()
  const frame = useFrame(handle, 'forward')
  const messages = useMessages('figure', figureMessages)
  const { wanted, unmasked } = useMessages('complexityComparison', complexityComparisonMessages)
  const { generation, forward, backward } = handle.run
  const refuse = (message: string) => (
    <FigureError name={NAME} error={problem ?? new GlassformerError('bad-trace', message)} />
  )
  if (!generation || !frame) return refuse(messages.wrongTrace(NAME, wanted, (forward ?? backward)?.kind ?? 'none'))
  // The other side, and the curves, are those of the full cache and of none, and of a causal mask.
  if (typeof generation.cache === 'object') return refuse(messages.policyTrace(NAME, generation.cache.policy))
  if (generation.fault === 'no-causal-mask') return refuse(unmasked)
  return <Comparison {...props} lesson={handle} trace={generation} frame={frame} />
}

interface ComparisonProps extends ViewProps {
  readonly lesson: LessonHandle
  readonly trace: GenerationTrace
  readonly frame: ForwardFrame
}

function Comparison(props: ComparisonProps) {
  const { lesson, trace, frame, defaultUpTo = 2048, defaultCurve = 'total', ...rest } = props
  const messages = useMessages('complexityComparison', complexityComparisonMessages)
  const [selection, actions] = useSelection(lesson)
  const [mode, setMode] = useState<CurveMode>(defaultCurve)
  const [upTo, setUpTo] = useState(defaultUpTo)
  const steps = useMemo(() => compareSteps(trace), [trace])
  const size = steps.at(-1)?.to ?? 0
  const sight = useMemo(() => visibleKeysOf(trace, size), [trace, size])
  const step = steps[Math.min(frame.cue.step, steps.length - 1)]
  if (!step) return null
  const idle = frame.cue.kind === 'idle'
  const totals = { cached: totalSoFar(steps, 'cached', frame), uncached: totalSoFar(steps, 'uncached', frame) }
  const stepScale = Math.max(...steps.map(({ uncached }) => uncached.totalMacs))
  const totalScale = steps.reduce((sum, { uncached }) => sum + uncached.totalMacs, 0)
  const ranges = [...new Set([nextPower(size), 256, 2048, defaultUpTo])].sort((a, b) => a - b)
  const position = selection.position
  const panels = [
    { side: 'uncached' as const, title: messages.without },
    { side: 'cached' as const, title: messages.with },
  ]
  return (
    <Figure
      {...rest}
      data-step={step.index}
      data-cue={frame.cue.kind}
      heading={messages.title}
      trace={trace}
      caption={<Now trace={trace} step={idle ? null : step} />}
      readout={
        position === null || position >= size ? null : (
          <Pointed trace={trace} sight={sight} position={position} keyPosition={selection.key} computed={step} />
        )
      }
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
          {isWindowed(sight) && (
            <LegendKey mark="outside">{messages.legendOutside(trace.config.attentionWindow)}</LegendKey>
          )}
        </>
      }
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
            label={messages.upTo}
            value={upTo}
            onChange={setUpTo}
            options={ranges.map((value) => ({ value, label: formatCount(value) }))}
          />
        </>
      }
      table={{
        caption: messages.tableCaption,
        columns: messages.tableColumns,
        rows: () =>
          steps.flatMap((row) =>
            panels.map(({ side, title }) => {
              const { projections, scores, weightedValues, mlp, unembed } = row[side].macs
              const numbers = [projections, scores, weightedValues, mlp, unembed, row[side].totalMacs]
              return [row.index, row.to, title, ...numbers.map(formatCount)]
            }),
          ),
      }}
      about={messages.about}
    >
      <div className="gf-cmp">
        {panels.map(({ side, title }) => {
          const { from, to } = rowsOf(step, side)
          const counts = step[side]
          const { cacheWritten, cacheRead, cacheSize } = counts.bytes
          return (
            <section key={side} className="gf-cmp-panel" data-side={side} aria-label={title}>
              <h3 className="gf-cmp-panel-title">{title}</h3>
              <div className="gf-cmp-panel-body">
                <WorkGrid
                  lesson={lesson}
                  step={step}
                  side={side}
                  size={size}
                  trace={trace}
                  sight={sight}
                  label={messages.gridLabel(title, to - from, pairsOf(trace.config, counts))}
                  axes={{ query: messages.query, key: messages.key, projected: messages.projected }}
                  selection={selection}
                  actions={actions}
                />
                <div className="gf-cmp-panel-numbers">
                  <WorkBars heading={messages.thisStep} counts={idle ? totals[side] : counts} scale={stepScale} />
                  <WorkBars heading={messages.soFar} counts={totals[side]} scale={totalScale} />
                  <p className="gf-cmp-bytes">
                    {cacheSize > 0
                      ? messages.cacheBytes(formatBytes(cacheWritten), formatBytes(cacheRead), formatBytes(cacheSize))
                      : messages.noCacheBytes}
                  </p>
                </div>
              </div>
            </section>
          )
        })}
      </div>
      <p className="gf-cmp-note">
        {step.difference === null ? messages.byFormula : `${messages.measured}. ${messages.agreement(step.difference)}`}
      </p>
      <Curves
        config={trace.config}
        promptLength={trace.promptLength}
        mode={mode}
        upTo={upTo}
        steps={steps}
        current={idle ? -1 : step.index}
      />
      <p className="gf-cmp-note">{messages.curveNote(trace.config.nCtx)}</p>
    </Figure>
  )
}

function Now({ trace, step }: { trace: GenerationTrace; step: ComparedStep | null }) {
  const messages = useMessages('complexityComparison', complexityComparisonMessages)
  if (!step) return messages.idle
  if (step.index === 0) return messages.prefill(trace.promptLength, step.cached.totalMacs)
  const token = visibleToken(trace.tokens[step.to - 1]?.text ?? '')
  const { before, after } = messages.decode(step.index, token, step.cached.totalMacs, step.uncached.totalMacs)
  return (
    <>
      {before}
      <em>{token}</em>
      {after}
    </>
  )
}

interface PointedProps {
  readonly trace: GenerationTrace
  readonly sight: VisibleKeys
  readonly position: number
  readonly keyPosition: number | null
  readonly computed: ComparedStep
}

function Pointed({ trace, sight, position, keyPosition, computed }: PointedProps) {
  const messages = useMessages('complexityComparison', complexityComparisonMessages)
  const name = (at: number) => visibleToken(trace.tokens[at]?.text ?? '')
  if (keyPosition !== null && keyPosition > position)
    return (
      <>
        <b>{name(keyPosition)}</b>
        {messages.maskedKey}
        <b>{name(position)}</b>
      </>
    )
  if (keyPosition !== null && !seen(sight, position, keyPosition))
    return (
      <>
        <b>{name(keyPosition)}</b>
        {messages.outsideKey(trace.config.attentionWindow)}
        <b>{name(position)}</b>
      </>
    )
  const scored = (side: 'cached' | 'uncached') => {
    const { from, to } = rowsOf(computed, side)
    return position >= from && position < to
  }
  return (
    <>
      <b>{name(position)}</b>
      {keyPosition === null ? (
        messages.row
      ) : (
        <>
          {messages.reads}
          <b>{name(keyPosition)}</b>:{' '}
        </>
      )}
      {messages.readoutWork(scored('uncached'), scored('cached'))}
    </>
  )
}

function nextPower(n: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(16, n)))
}
