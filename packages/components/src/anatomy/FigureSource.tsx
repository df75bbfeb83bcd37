'use client'
import type { Model, Trace } from '@glassformer/core'
import { type ComponentPropsWithRef, type ReactNode, useMemo } from 'react'
import {
  LessonContext,
  type LessonContextValue,
  NO_TYPING,
  TypingContext,
  useLessonContext,
  useTyping,
} from '../lesson/context'
import { Gated } from '../lesson/Gated'
import type { RunKind } from '../lesson/handle'
import { useInTurn, ViewContext } from '../lesson/useInTurn'
import { useLessonValue } from '../lesson/useLessonValue'
import { useTraceValue } from '../lesson/useTraceValue'
import { FigureBoundary, FigureError } from './FigureError'
import { LoadFailed } from './LoadFailed'
import { Placeholder } from './Placeholder'
import { HOST, milliseconds, model, type PropChecks, text } from './propChecks'
import { useWrongProp } from './useWrongProp'
import { WhileWaiting } from './WhileWaiting'

/** Where a figure's numbers come from. With none of these: the lesson around it, or else the text model and its sentence. */
export interface FigureSourceProps {
  /** A finished run to show. Checked; a bad one shows its message in place. Wins over the rest. */
  trace?: Trace | undefined
  /**
   * A model to run, instead of the lesson's or the text model. With `trace`, the model that made it, for what reads the weights:
   * needed where the trace was cloned or read from a file.
   */
  model?: Model | undefined
  /** The text to run it on. Ignored with `trace`. */
  prompt?: string | undefined
  /** The moment shown first, in milliseconds. Ignored inside a lesson. @default a still that teaches */
  defaultTime?: number | undefined
}

interface Props {
  /** The figure's public name, for messages. */
  readonly name: string
  /** What stands over it, also while the model loads. */
  readonly heading: string
  /** The kind of run that the figure shows; alone it runs no other. @default 'forward' */
  readonly shows?: RunKind
  /** What the figure's own props may be; what else is given to it goes to its element. */
  readonly accepts: PropChecks
  /** All that the author gave to the figure. */
  readonly given: FigureSourceProps & ComponentPropsWithRef<'figure'>
  readonly children: ReactNode
}

const SOURCE: PropChecks = { model, prompt: text, defaultTime: milliseconds }

/** Finds the run that a figure shows, puts it into context for the view below, and keeps failures inside the figure. */
export function FigureSource(props: Props) {
  const { name, accepts, given } = props
  const around = useLessonContext()
  const wrong = useWrongProp(name, { ...SOURCE, ...accepts, ...HOST }, given)
  const { trace, model, prompt, defaultTime } = given
  const source = () => {
    if (around?.refusal ?? wrong) return <FigureError name={name} error={(around?.refusal ?? wrong) as Error} />
    if (trace !== undefined) return <FromTrace {...props} trace={trace} />
    if (around && !model && prompt === undefined) return <OfLesson {...props} lesson={around} />
    return <FromModel {...props} />
  }
  const own = Object.keys(accepts).map((prop) => (given as Readonly<Record<string, unknown>>)[prop])
  return (
    <FigureBoundary name={name} retryOn={[trace, model, prompt, defaultTime, ...own]}>
      {source()}
    </FigureBoundary>
  )
}

function FromTrace(props: Props & { trace: Trace }) {
  const { name, trace, given } = props
  const made = useTraceValue(trace, given.defaultTime, given.model)
  if (made instanceof Error) return <FigureError name={name} error={made} />
  return (
    <TypingContext.Provider value={NO_TYPING}>
      <Shown {...props} lesson={made} />
    </TypingContext.Provider>
  )
}

function FromModel(props: Props) {
  const { shows = 'forward', given } = props
  const { model, prompt, defaultTime } = given
  const around = useLessonContext()
  const { lesson, typing, textModel } = useLessonValue({
    model,
    prompt,
    defaultTime,
    shows,
    messages: around?.messages,
    apart: around !== null,
  })
  return (
    <TypingContext.Provider value={typing}>
      <Shown {...props} lesson={lesson} />
      {lesson.waiting && textModel.status === 'failed' && <LoadFailed again={textModel.again} />}
    </TypingContext.Provider>
  )
}

/** A figure of the lesson around it, which comes to a new run when it is its turn, and says so until then. */
function OfLesson(props: Props & { lesson: LessonContextValue }) {
  const { lesson, late, view } = useInTurn(props.lesson)
  const typing = useTyping()
  const own = useMemo(() => (late ? { ...typing, stale: true } : typing), [late, typing])
  return (
    <ViewContext.Provider value={view}>
      <TypingContext.Provider value={own}>
        <Shown {...props} lesson={lesson} />
      </TypingContext.Provider>
    </ViewContext.Provider>
  )
}

function Shown({ name, heading, accepts, given, lesson, children }: Props & { lesson: LessonContextValue }) {
  const host = Object.fromEntries(
    Object.entries(given).filter(([prop]) => !(prop in accepts || prop in SOURCE || prop === 'trace')),
  )
  return (
    <LessonContext.Provider value={lesson}>
      <WhileWaiting
        waiting={lesson.waiting}
        as="figure"
        host={host}
        instead={<Placeholder {...host} name={name} heading={heading} />}
      >
        <FigureBoundary name={name} retryOn={[lesson.handle]}>
          <Gated lesson={lesson.handle}>{children}</Gated>
        </FigureBoundary>
      </WhileWaiting>
    </LessonContext.Provider>
  )
}
