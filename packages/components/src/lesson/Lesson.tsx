'use client'
import type { Model, Sampler } from '@glassformer/core'
import { type ComponentPropsWithRef, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { FigureBoundary } from '../anatomy/FigureError'
import { useTheme } from '../color/useTheme'
import { figureMessages } from '../messages/en/figure'
import type { MessageOverrides } from '../messages/types'
import { LessonContext, type LessonContextValue } from './context'
import { WithTextModel } from './defaultModel'
import { createLesson, type LessonHandle, type RunKind, type TimeChangeReason } from './handle'
import { prefersReducedMotion } from './reducedMotion'
import { runLesson } from './run'

export interface LessonProps extends Omit<ComponentPropsWithRef<'section'>, 'prompt'> {
  /** The model that every figure inside shows. @default the text model, loaded when it is needed */
  model?: Model
  /** The text to start from. The reader can type over it; a change of this prop replaces what they typed. @default the model's sentence */
  prompt?: string
  /** Told whenever the reader changes the text. */
  onPromptChange?: (prompt: string) => void
  /** How many tokens are generated after the prompt. Cut to what the context holds. @default 6 */
  maxNewTokens?: number
  /** How the next token is chosen. @default greedy() */
  sampler?: Sampler
  /** The moment shown, in milliseconds: makes the clock controlled. */
  time?: number
  /** The moment shown first, in milliseconds. Ignored with `time`. @default the prompt read and one token chosen */
  defaultTime?: number
  /** Told of every change of time, and what caused it. */
  onTimeChange?: (timeMs: number, details: { reason: TimeChangeReason }) => void
  /** Told when time comes to rest: after a step, a seek, a reset, or at a pause. */
  onTimeCommit?: (timeMs: number, details: { reason: TimeChangeReason }) => void
  /** `auto` follows any `data-gf-theme` above, then the page, then the reader's system. @default 'auto' */
  theme?: 'auto' | 'dark' | 'light'
  /** Strings to say instead of the English ones. */
  messages?: MessageOverrides
}

/** Figures inside share one run of one model, one clock and one selection. Renders a `<section>`; the rest of the props go to it. */
export function Lesson({ model, prompt, ...rest }: LessonProps) {
  if (model) return <RunningLesson model={model} prompt={prompt ?? ''} {...rest} />
  return (
    <FigureBoundary name="Lesson" retryOn={prompt}>
      <WithTextModel
        fallback={<p className="gf-loading">{rest.messages?.figure?.loading ?? figureMessages.loading}</p>}
      >
        {(textModel, defaultPrompt) => <RunningLesson model={textModel} prompt={prompt ?? defaultPrompt} {...rest} />}
      </WithTextModel>
    </FigureBoundary>
  )
}

type RunningLessonProps = Omit<LessonProps, 'model' | 'prompt'> & { model: Model; prompt: string }

function RunningLesson(props: RunningLessonProps) {
  const {
    model,
    prompt,
    onPromptChange,
    maxNewTokens,
    sampler,
    time,
    defaultTime,
    onTimeChange,
    onTimeCommit,
    ...rest
  } = props
  const { theme = 'auto', messages, className, children, ref, ...section } = rest
  const root = useTheme(ref)
  const value = useLessonValue({ ...props, theme })
  return (
    <LessonContext.Provider value={value}>
      <section
        {...section}
        ref={root}
        className={className ? `gf-root gf-lesson ${className}` : 'gf-root gf-lesson'}
        {...(theme === 'auto' ? {} : { 'data-gf-theme': theme })}
      >
        {children}
      </section>
    </LessonContext.Provider>
  )
}

type Outcome = { handle: LessonHandle; problem: Error | null }

/** A run per (model, text); a text that cannot be run leaves the last good run in place and says why. */
export function useLessonValue(
  props: Omit<LessonProps, 'model' | 'prompt'> & { model: Model; prompt: string; shows?: RunKind },
): LessonContextValue {
  const { model, prompt, onPromptChange, maxNewTokens = 6, sampler, messages, shows } = props
  const [typed, setTyped] = useState(prompt)
  const [given, setGiven] = useState(prompt)
  if (given !== prompt) {
    setGiven(prompt)
    setTyped(prompt)
  }
  const text = useDeferredValue(typed)
  const events = useRef(props)
  useEffect(() => {
    events.current = props
  })

  const lastGood = useRef<LessonHandle | null>(null)
  const controlled = props.time !== undefined
  const startTime = props.time ?? props.defaultTime
  // biome-ignore lint/correctness/useExhaustiveDependencies: the start time is read when a run starts, and only then
  const { handle, problem } = useMemo<Outcome>(() => {
    try {
      const run = runLesson(model, text, { maxNewTokens, sampler, shows })
      const previous = lastGood.current
      const made = createLesson(run, {
        initialTimeMs: previous ? undefined : startTime,
        rate: previous?.player.get().rate,
        controlled,
        reducedMotion: prefersReducedMotion,
        onTime: (timeMs, reason) => {
          events.current.onTimeChange?.(timeMs, { reason })
          if (reason !== 'tick') events.current.onTimeCommit?.(timeMs, { reason })
        },
      })
      return { handle: made, problem: null }
    } catch (error) {
      const problem = error instanceof Error ? error : new Error(String(error))
      return { handle: lastGood.current ?? createLesson({ model }), problem }
    }
  }, [model, text, maxNewTokens, sampler, shows, controlled])

  useEffect(() => {
    lastGood.current = handle
    return () => handle.dispose()
  }, [handle])
  useEffect(() => {
    if (props.time !== undefined) handle.setTime(props.time)
  }, [handle, props.time])

  return useMemo(
    () => ({
      handle,
      prompt: typed,
      setPrompt: (next: string) => {
        setTyped(next)
        onPromptChange?.(next)
      },
      problem,
      messages,
      standalone: shows !== undefined,
    }),
    [handle, typed, problem, messages, shows, onPromptChange],
  )
}
