'use client'
import type { Model, Trace } from '@glassformer/core'
import { useMemo, useRef, useState } from 'react'
import type { MessageOverrides } from '../messages/types'
import { type LessonContextValue, lessonOf, NO_TYPING, type SettingsValue, type Typing } from './context'
import type { Failure } from './lazy'
import { type LessonSettings, type SettingsSource, settingsOf } from './settings'
import { type TextModelState, useTextModel } from './textModelStore'
import { type RunSource, useAsk } from './useAsk'
import { useCache } from './useCache'
import { useGivenTrace } from './useGivenTrace'
import { type ClockSource, useHandle } from './useHandle'
import { useOffers } from './useOffers'
import { useRun } from './useRun'
import { type SettingsOwner, useSettingsState } from './useSettingsState'

export interface LessonSource extends RunSource, SettingsSource, SettingsOwner, ClockSource {
  readonly model?: Model | undefined
  readonly trace?: Trace | undefined
  readonly messages?: MessageOverrides | undefined
  /** What is wrong with these: nothing is run then. */
  readonly refusal?: Error | null
  /** Whether the one figure that this is for stands in another lesson. */
  readonly apart?: boolean
}

export interface LessonValue {
  readonly lesson: LessonContextValue
  readonly typing: Typing
  readonly settings: SettingsValue
  readonly textModel: TextModelState
}

const NOTHING: LessonSource = {}

/** A run per model, text and settings; one that cannot be run leaves the last good run in place and says why. */
export function useLessonValue(source: LessonSource): LessonValue {
  const { model: given, prompt, messages, shows, apart = false } = source
  const wrong = source.refusal ?? null
  const right = wrong ? NOTHING : source
  const shown = useGivenTrace(right.trace, given)
  const refusal = wrong ?? (shown instanceof Error ? shown : null)
  const runs = !refusal && !shown
  const text = useTextModel(runs && !given)
  const own = given ?? text.model
  const start = settingsOf({ ...right, prompt: prompt ?? (given ? '' : (text.sentence ?? '')) })
  const [settings, change, initial] = useSettingsState(start, right, {
    isWrong: wrong !== null,
    isKnown: wrong === null && (own !== undefined || prompt !== undefined),
  })
  const offers = useOffers(settings.model, own)
  const { cache, failure: cacheFailure } = useCache(settings.cache, right.cache)
  const ask = useAsk({ ...right, settings, model: runs ? offers.model : undefined, cache })
  const badAsk = ask instanceof Error ? { error: ask, again: null, trying: false } : null
  const current = useRun(ask instanceof Error ? null : ask)
  const run = shown && !(shown instanceof Error) ? shown : current.run
  // Something that the settings need is on its way, or cannot be had.
  const lacks = runs && own !== undefined && (!ask || badAsk !== null)
  const failure = !lacks ? null : (of('model', offers.failure) ?? of('cache', cacheFailure) ?? of('sampling', badAsk))
  const running = current.running || (lacks && !failure)
  const stale = runs && run !== null && (current.stale || lacks)
  const problem = runs && !failure ? current.problem : null
  // What is wrong moves nothing.
  const handle = useHandle({ run, model: offers.model ?? own, running }, right)

  const why = run ? null : (failure?.error ?? problem)
  const waiting = !run && !why && !refusal
  const standalone = shows !== undefined
  const inputs = useRef(0)
  const [tellers] = useState(() => new Set<keyof LessonSettings>())
  const lesson = useMemo<LessonContextValue>(
    () => lessonOf(handle, { problem: why, refusal, waiting, messages, standalone, apart }),
    [handle, why, refusal, waiting, messages, standalone, apart],
  )
  // Figures that come to the new run a little later still say what the old one was of.
  const differs = useRef(true)
  if (stale) differs.current = current.of?.text !== settings.prompt
  const textIsOld = differs.current
  const typing = useMemo<Typing>(
    () =>
      shown
        ? NO_TYPING
        : {
            prompt: settings.prompt,
            setPrompt: (next) => change({ prompt: next }),
            problem,
            running,
            stale,
            textIsOld,
            inputs,
          },
    [shown, settings, change, problem, running, stale, textIsOld],
  )
  const value: SettingsValue = {
    settings,
    shown: current.of?.of ?? null,
    initial,
    change: shown ? null : change,
    own,
    offers,
    failure,
    tellers,
  }
  return { lesson, typing, settings: value, textModel: text.state }
}

function of(setting: keyof LessonSettings, failure: Failure | null) {
  return failure && { ...failure, setting }
}
