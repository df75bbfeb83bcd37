'use client'
import type { Model } from '@glassformer/core'
import { createContext, useContext } from 'react'
import type { MessageOverrides } from '../messages/types'
import type { LessonHandle } from './handle'
import type { Failure } from './lazy'
import type { MarkupGate } from './markup'
import type { LessonSettings } from './settings'
import type { Offers } from './useOffers'
import type { ChangeSettings } from './useSettingsState'

/** What `<Lesson>` gives to the figures inside it. It stays the same object while a reader types. */
export interface LessonContextValue {
  readonly handle: LessonHandle
  /** Why there is no run: a text that cannot be run, before any that could. */
  readonly problem: Error | null
  /** What is wrong with the lesson itself, to be said in the place of everything that it would show. */
  readonly refusal: Error | null
  /** Whether the first run is still to come: until then figures keep what the server sent, or a place of their size. */
  readonly waiting: boolean
  readonly messages: MessageOverrides | undefined
  /** Whether the handle belongs to one figure alone, which then carries its own transport. */
  readonly standalone: boolean
  /** Whether there is another lesson around, whose text this run is not of: the figure says so. */
  readonly apart: boolean
}

/** The context of one handle alone: what there is when nobody types and nothing is on its way. */
export function lessonOf(handle: LessonHandle, rest: Partial<LessonContextValue> = {}): LessonContextValue {
  return {
    handle,
    problem: null,
    refusal: null,
    waiting: false,
    messages: undefined,
    standalone: false,
    apart: false,
    ...rest,
  }
}

export const LessonContext = createContext<LessonContextValue | null>(null)

/** The text of the lesson as it is typed, beside the run that is shown. */
export interface Typing {
  /** The text as typed, and the way to change it; `setPrompt` is `null` where the run was given as a trace. */
  readonly prompt: string
  readonly setPrompt: ((text: string) => void) | null
  /** Why the text cannot be run; the last good run stays on screen. While a new text is being run, what was wrong with the last. */
  readonly problem: Error | null
  readonly running: boolean
  /** Whether the run on screen is not that of the text as typed: the new one is being computed, or there is a problem. */
  readonly stale: boolean
  /** Whether it is, or was last, the text that differs; or else the run is that of other settings. */
  readonly textIsOld: boolean
  /** How many inputs say the problem where the text is typed; without one, the lesson says it. */
  readonly inputs: { current: number }
}

export const NO_TYPING: Typing = Object.freeze({
  prompt: '',
  setPrompt: null,
  problem: null,
  running: false,
  stale: false,
  textIsOld: false,
  inputs: { current: 0 },
})

export const TypingContext = createContext<Typing>(NO_TYPING)

/** What the reader can set, beside the run that is shown. */
export interface SettingsValue {
  /** As they are set: what is shown may still be of others, see `Typing.stale`. The same object while they are the same. */
  readonly settings: LessonSettings
  /** Those that the run on screen is of; `null` without one. */
  readonly shown: LessonSettings | null
  /** What the author gave. */
  readonly initial: LessonSettings
  /** Sets what is named; `null` where the run was given as a trace. */
  readonly change: ChangeSettings | null
  /** The lesson's own model, when it is there. */
  readonly own: Model | undefined
  readonly offers: Offers
  /** Why what is set cannot be had, and which setting it is. */
  readonly failure: (Failure & { readonly setting: keyof LessonSettings }) | null
  /** Settings whose controls say themselves what is wrong; of others, the lesson says it. */
  readonly tellers: Set<keyof LessonSettings>
}

export const SettingsContext = createContext<SettingsValue | null>(null)

/** The settings of the lesson around; `null` outside of any. */
export function useSettings(): SettingsValue | null {
  return useContext(SettingsContext)
}

export function useLessonContext(): LessonContextValue | null {
  return useContext(LessonContext)
}

/** The lesson around a figure's view. Every figure's view has one, its own or a shared one. */
export function useLesson(): LessonContextValue {
  const value = useContext(LessonContext)
  if (!value)
    throw new Error(
      'useLesson() must be called below <Lesson> or a Glassformer figure; there is none above this component.',
    )
  return value
}

/** The text of the lesson around, for what types it or must say that the run on screen is of another text. */
export function useTyping(): Typing {
  return useContext(TypingContext)
}

export const GateContext = createContext<{ readonly lesson: LessonHandle; readonly gate: MarkupGate } | null>(null)

/** The gate of the figure around, if it follows this lesson. */
export function useGate(lesson: LessonHandle): MarkupGate | null {
  const own = useContext(GateContext)
  return own?.lesson === lesson ? own.gate : null
}
