'use client'
import { GlassformerError, type Model, type Trace } from '@glassformer/core'
import { validateTrace } from '@glassformer/core/trace'
import { type ReactNode, useEffect, useMemo } from 'react'
import { LessonContext, type LessonContextValue, useLessonContext } from '../lesson/context'
import { WithTextModel } from '../lesson/defaultModel'
import { Gated } from '../lesson/Gated'
import { createLesson, type RunKind } from '../lesson/handle'
import { useLessonValue } from '../lesson/Lesson'
import { prefersReducedMotion } from '../lesson/reducedMotion'
import { runOfTrace } from '../lesson/run'
import { figureMessages } from '../messages/en/figure'
import { useMessages } from '../messages/useMessages'
import { isOutOfStep } from '../traces/visibleKeys'
import { FigureBoundary, FigureError } from './FigureError'

/** Where a figure's numbers come from. With none of these: the lesson around it, or else the text model and its sentence. */
export interface FigureSourceProps {
  /** A finished run to show. Checked; a bad one shows its message in place. Wins over the rest. */
  trace?: Trace | undefined
  /** A model to run, instead of the lesson's or the text model. Ignored with `trace`. */
  model?: Model | undefined
  /** The text to run it on. Ignored with `trace`. */
  prompt?: string | undefined
  /** The moment shown first, in milliseconds. Ignored inside a lesson. @default a still that teaches */
  defaultTime?: number | undefined
}

interface Props extends FigureSourceProps {
  /** The figure's public name, for messages. */
  readonly name: string
  /** The kind of run that the figure shows; alone it runs no other. @default 'forward' */
  readonly shows?: RunKind
  readonly children: ReactNode
}

/** Finds the run that a figure shows, puts it into context for the view below, and keeps failures inside the figure. */
export function FigureSource(props: Props) {
  // Outside everything else, so that a model that does not load is also said in the figure's place.
  return (
    <FigureBoundary name={props.name} retryOn={props.trace ?? props.model ?? props.prompt}>
      <Source {...props} />
    </FigureBoundary>
  )
}

function Source({ name, shows = 'forward', trace, model, prompt, defaultTime, children }: Props) {
  const around = useLessonContext()
  const messages = useMessages('figure', figureMessages)
  const view = (value: LessonContextValue) => (
    <LessonContext.Provider value={value}>
      <FigureBoundary name={name} retryOn={value.handle}>
        <Gated lesson={value.handle}>{children}</Gated>
      </FigureBoundary>
    </LessonContext.Provider>
  )
  if (trace !== undefined)
    return (
      <FromTrace name={name} trace={trace} defaultTime={defaultTime} around={around}>
        {view}
      </FromTrace>
    )
  if (around && !model && prompt === undefined) return view(around)
  const run = (chosen: Model, text: string) => (
    <FromModel shows={shows} model={chosen} prompt={text} defaultTime={defaultTime}>
      {view}
    </FromModel>
  )
  if (model) return run(model, prompt ?? '')
  return (
    <WithTextModel fallback={<p className="gf-root gf-figure gf-loading">{messages.loading}</p>}>
      {(textModel, defaultPrompt) => run(textModel, prompt ?? defaultPrompt)}
    </WithTextModel>
  )
}

interface FromTraceProps {
  readonly name: string
  readonly trace: Trace
  readonly defaultTime: number | undefined
  readonly around: LessonContextValue | null
  readonly children: (value: LessonContextValue) => ReactNode
}

function FromTrace({ name, trace, defaultTime, around, children }: FromTraceProps) {
  const messages = useMessages('figure', figureMessages)
  const made = useMemo(() => {
    try {
      const run = runOfTrace(trace)
      validateTrace(trace)
      const handle = createLesson(run, { initialTimeMs: defaultTime, reducedMotion: prefersReducedMotion })
      return { handle, error: null }
    } catch (error) {
      return { handle: null, error: error instanceof Error ? error : new Error(String(error)) }
    }
  }, [trace, defaultTime])
  useEffect(() => () => made.handle?.dispose(), [made])
  if (!made.handle) return <FigureError name={name} error={made.error} />
  if (trace.kind !== 'backward' && isOutOfStep(trace))
    return <FigureError name={name} error={new GlassformerError('bad-trace', messages.outOfStepTrace)} />
  const { handle } = made
  return children({ handle, prompt: '', setPrompt: null, problem: null, messages: around?.messages, standalone: true })
}

interface FromModelProps {
  readonly shows: RunKind
  readonly model: Model
  readonly prompt: string
  readonly defaultTime: number | undefined
  readonly children: (value: LessonContextValue) => ReactNode
}

function FromModel({ shows, model, prompt, defaultTime, children }: FromModelProps) {
  const value = useLessonValue({
    model,
    prompt,
    shows,
    ...(defaultTime === undefined ? {} : { defaultTime }),
  })
  return children(value)
}
