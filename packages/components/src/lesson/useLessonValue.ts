'use client'
import type { Model, Sampler } from '@glassformer/core'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { MessageOverrides } from '../messages/types'
import { placeIn } from './carryOver'
import { type LessonContextValue, lessonOf, type Typing } from './context'
import { createLesson, type LessonHandle, type RunKind, type TimeChangeReason } from './handle'
import { prefersReducedMotion } from './reducedMotion'
import type { RunAsk } from './run'
import { type TextModelState, useTextModel } from './textModelStore'
import { useLiveEffect } from './useLiveEffect'
import { useRun } from './useRun'

export interface LessonSource {
  readonly model?: Model | undefined
  readonly prompt?: string | undefined
  readonly onPromptChange?: ((prompt: string) => void) | undefined
  readonly maxNewTokens?: number | undefined
  readonly sampler?: Sampler | undefined
  readonly time?: number | undefined
  readonly defaultTime?: number | undefined
  readonly onTimeChange?: ((timeMs: number, details: { reason: TimeChangeReason }) => void) | undefined
  readonly onTimeCommit?: ((timeMs: number, details: { reason: TimeChangeReason }) => void) | undefined
  readonly messages?: MessageOverrides | undefined
  /** What is wrong with these: nothing is run then. */
  readonly refusal?: Error | null
  /** The kind of run of the one figure that this is for. */
  readonly shows?: RunKind
  /** Whether that figure stands in another lesson. */
  readonly apart?: boolean
}

export interface LessonValue {
  readonly lesson: LessonContextValue
  readonly typing: Typing
  readonly textModel: TextModelState
}

/** A run per model and text; a text that cannot be run leaves the last good run in place and says why. */
export function useLessonValue(source: LessonSource): LessonValue {
  const {
    model: given,
    prompt,
    onPromptChange,
    maxNewTokens = 6,
    sampler,
    messages,
    shows,
    refusal = null,
    apart = false,
  } = source
  const text = useTextModel(!given && !refusal)
  const model = given ?? text.model
  const start = prompt ?? (given ? '' : (text.sentence ?? ''))
  const [typed, setTyped] = useState(start)
  const [begun, setBegun] = useState(start)
  if (begun !== start) {
    setBegun(start)
    setTyped(start)
  }
  const ask = useMemo<RunAsk | null>(
    () => (model && !refusal ? { model, text: typed, maxNewTokens, sampler, shows } : null),
    [model, refusal, typed, maxNewTokens, sampler, shows],
  )
  const { run, problem, running, stale } = useRun(ask)
  const events = useRef(source)
  useEffect(() => {
    events.current = source
  })

  const last = useRef<LessonHandle | null>(null)
  // What is wrong moves nothing.
  const time = refusal ? undefined : source.time
  const controlled = time !== undefined
  const startTime = refusal ? undefined : (time ?? source.defaultTime)
  const soleModel = run ? undefined : model
  // biome-ignore lint/correctness/useExhaustiveDependencies: the start time is read when a run starts, and only then
  const handle = useMemo(() => {
    const before = last.current?.sequence.cues.length ? last.current : null
    return createLesson(run ?? (soleModel ? { model: soleModel } : {}), {
      initialTimeMs: controlled || !before ? startTime : (sequence) => placeIn(sequence, before),
      rate: before?.player.get().rate,
      playing: before?.player.get().playing,
      controlled,
      reducedMotion: prefersReducedMotion,
      onTime: (timeMs, reason) => {
        events.current.onTimeChange?.(timeMs, { reason })
        if (reason !== 'tick') events.current.onTimeCommit?.(timeMs, { reason })
      },
    })
  }, [run, soleModel, controlled])

  useLiveEffect(() => {
    const before = last.current
    last.current = handle
    if (before && before !== handle) {
      // The reader may have moved since the new run was rendered.
      const at = controlled ? undefined : placeIn(handle.sequence, before)
      if (at !== undefined) handle.setTime(at)
      if (before.player.get().playing !== handle.player.get().playing) handle.dispatch({ type: 'toggle' })
    }
    return () => handle.hold(true)
  }, [handle])
  // Nothing moves on the old run beside the new text.
  useLiveEffect(() => handle.hold(running), [handle, running])
  useEffect(() => {
    if (time !== undefined) handle.setTime(time)
  }, [handle, time])

  const why = run ? null : problem
  const waiting = !run && !problem && !refusal
  const standalone = shows !== undefined
  const inputs = useRef(0)
  const lesson = useMemo<LessonContextValue>(
    () => lessonOf(handle, { problem: why, refusal, waiting, messages, standalone, apart }),
    [handle, why, refusal, waiting, messages, standalone, apart],
  )
  const typing = useMemo<Typing>(
    () => ({
      prompt: typed,
      setPrompt: (next) => {
        setTyped(next)
        onPromptChange?.(next)
      },
      problem,
      running,
      stale: run !== null && stale,
      inputs,
    }),
    [typed, problem, running, run, stale, onPromptChange],
  )
  return { lesson, typing, textModel: text.state }
}
