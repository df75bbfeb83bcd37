'use client'
import type { Model, Trace } from '@glassformer/core'
import { useMemo, useRef } from 'react'
import type { MessageOverrides } from '../messages/types'
import { type LessonContextValue, lessonOf, NO_TYPING, type Typing } from './context'
import { type TextModelState, useTextModel } from './textModelStore'
import { type RunSource, useAsk } from './useAsk'
import { useGivenTrace } from './useGivenTrace'
import { type ClockSource, useHandle } from './useHandle'
import { useRun } from './useRun'

export interface LessonSource extends RunSource, ClockSource {
  readonly model?: Model | undefined
  readonly trace?: Trace | undefined
  readonly onPromptChange?: ((prompt: string) => void) | undefined
  readonly messages?: MessageOverrides | undefined
  /** What is wrong with these: nothing is run then. */
  readonly refusal?: Error | null
  /** Whether the one figure that this is for stands in another lesson. */
  readonly apart?: boolean
}

export interface LessonValue {
  readonly lesson: LessonContextValue
  readonly typing: Typing
  readonly textModel: TextModelState
}

const NOTHING: ClockSource = {}

/** A run per model, text and settings; one that cannot be run leaves the last good run in place and says why. */
export function useLessonValue(source: LessonSource): LessonValue {
  const { model: given, prompt, trace, onPromptChange, messages, shows, apart = false } = source
  const wrong = source.refusal ?? null
  const shown = useGivenTrace(wrong ? undefined : trace, given)
  const refusal = wrong ?? (shown instanceof Error ? shown : null)
  const runs = !refusal && !shown
  const text = useTextModel(runs && !given)
  const model = given ?? text.model
  const { ask, typed, setTyped } = useAsk(runs ? model : undefined, {
    ...(wrong ? {} : source),
    prompt: prompt ?? (given ? '' : (text.sentence ?? '')),
  })
  const current = useRun(ask)
  const run = shown && !(shown instanceof Error) ? shown : current.run
  const { running, stale } = current
  const problem = runs ? current.problem : null
  // What is wrong moves nothing.
  const handle = useHandle({ run, model, running }, refusal ? NOTHING : source)

  const why = run ? null : problem
  const waiting = !run && !problem && !refusal
  const standalone = shows !== undefined
  const inputs = useRef(0)
  const lesson = useMemo<LessonContextValue>(
    () => lessonOf(handle, { problem: why, refusal, waiting, messages, standalone, apart }),
    [handle, why, refusal, waiting, messages, standalone, apart],
  )
  const typing = useMemo<Typing>(
    () =>
      shown
        ? NO_TYPING
        : {
            prompt: typed,
            setPrompt: (next) => {
              setTyped(next)
              onPromptChange?.(next)
            },
            problem,
            running,
            stale: run !== null && stale,
            inputs,
          },
    [shown, typed, setTyped, problem, running, run, stale, onPromptChange],
  )
  return { lesson, typing, textModel: text.state }
}
