'use client'
import { type ForwardTrace, type GenerationTrace, GlassformerError, type Trace } from '@glassformer/core'
import { useMemo } from 'react'
import { asError } from '../lesson/asError'
import { useLesson } from '../lesson/context'
import type { FrameOfKind, LessonHandle, LessonRun, RunKind } from '../lesson/handle'
import { useFrame } from '../lesson/hooks'
import { figureMessages } from '../messages/en/figure'
import { useMessages } from '../messages/useMessages'
import { isOutOfStep } from '../traces/visibleKeys'

/** The kinds of trace that a run of a kind may show. */
export type TraceOfKind<K extends RunKind> = K extends 'backward'
  ? Extract<Trace, { kind: 'backward' }>
  : ForwardTrace | GenerationTrace

/** What a figure asks of the run that is shown. */
export interface FigureNeeds<K extends RunKind, Data> {
  /** The figure's public name, for messages. */
  readonly name: string
  /** The kind of run: `forward` is a generation or a forward pass, `backward` a training step. */
  readonly kind: K
  /** What it shows, in words, said where there is something else: "a generation or a forward pass". */
  readonly wanted: string
  /** The trace as the figure draws it. Throws a `GlassformerError` for what it cannot draw, which is then said in its place. */
  readonly read: (trace: TraceOfKind<K>) => Data
  /** What `read` depends on besides the trace. */
  readonly deps?: readonly unknown[]
}

/** What a figure draws: or the reason why it draws nothing. */
export type FigureRun<K extends RunKind, Data> =
  | { readonly refusal: Error }
  | {
      readonly refusal: null
      readonly lesson: LessonHandle
      readonly run: LessonRun
      readonly trace: TraceOfKind<K>
      /** The frame for markup: see `useFrame`. */
      readonly frame: FrameOfKind<K>
      readonly data: Data
    }

/** The run and the frame that a figure shows, or the refusal to be put in its place: the one way from a lesson to a figure's view. */
export function useFigureRun<K extends RunKind, Data>(needs: FigureNeeds<K, Data>): FigureRun<K, Data> {
  const { name, kind, wanted, read, deps = [] } = needs
  const { handle: lesson, problem } = useLesson()
  const messages = useMessages('figure', figureMessages)
  const frame = useFrame(lesson, kind)
  const { run } = lesson
  const forward = run.generation ?? run.forward
  const trace = (kind === 'backward' ? run.backward : forward) as TraceOfKind<K> | undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: `read` is a new function at every render; what it depends on is in `deps`
  const data = useMemo((): { readonly read: Data } | Error | null => {
    if (!trace) return null
    try {
      return { read: read(trace) }
    } catch (error) {
      return asError(error)
    }
  }, [trace, ...deps])
  if (data instanceof Error) return { refusal: data }
  const refuse = (message: string) => ({ refusal: new GlassformerError('bad-trace', message) })
  if (kind === 'forward' && forward && isOutOfStep(forward)) return refuse(messages.outOfStepTrace)
  if (!trace || !data || !frame) {
    const other = kind === 'backward' ? forward : run.backward
    if (problem) return { refusal: problem }
    const changed = run.model && (other?.fault || other?.interventions)
    return refuse(changed ? messages.noTraining(name) : messages.wrongTrace(name, wanted, other?.kind ?? 'none'))
  }
  return { refusal: null, lesson, run, trace, frame, data: data.read }
}
