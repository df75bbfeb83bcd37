'use client'
import { createContext, useContext } from 'react'
import type { MessageOverrides } from '../messages/types'
import type { LessonHandle } from './handle'
import type { MarkupGate } from './markup'

/** What `<Lesson>` gives to the figures inside it. */
export interface LessonContextValue {
  readonly handle: LessonHandle
  /** The text as typed, and the way to change it; `null` where the run was given as a trace. */
  readonly prompt: string
  readonly setPrompt: ((text: string) => void) | null
  /** Why the text as typed cannot be run; the last good run stays on screen. */
  readonly problem: Error | null
  readonly messages: MessageOverrides | undefined
  /** Whether the handle belongs to one figure alone, which then carries its own transport. */
  readonly standalone: boolean
}

export const LessonContext = createContext<LessonContextValue | null>(null)

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

export const GateContext = createContext<{ readonly lesson: LessonHandle; readonly gate: MarkupGate } | null>(null)

/** The gate of the figure around, if it follows this lesson. */
export function useGate(lesson: LessonHandle): MarkupGate | null {
  const own = useContext(GateContext)
  return own?.lesson === lesson ? own.gate : null
}
