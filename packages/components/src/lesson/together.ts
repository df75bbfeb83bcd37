'use client'
import { type ComponentType, createContext, useContext } from 'react'
import type { MessageOverrides } from '../messages/types'
import type { LessonHandle } from './handle'
import type { Lead } from './lead'
import type { LessonSource } from './useLessonValue'

/** What a lesson is told by the `Together` around it. */
export interface TogetherContextValue {
  readonly lead: Lead
  /** The text of all lessons that have none of their own; `null` until there is one. */
  readonly prompt: string | null
  readonly setPrompt: (prompt: string) => void
  readonly defaultTime: number | undefined
  readonly messages: MessageOverrides | undefined
  /** What each lesson renders first: it enters the lesson among the others, and says its name. */
  readonly Member: ComponentType<{ readonly lesson: LessonHandle; readonly name: string | undefined }>
}

export const TogetherContext = createContext<TogetherContextValue | null>(null)

export function useTogether(): TogetherContextValue | null {
  return useContext(TogetherContext)
}

/** A lesson's source among others: their clock, their messages, and their text unless it has its own. */
export function joined(source: LessonSource, together: TogetherContextValue | null): LessonSource {
  if (!together) return source
  const { lead, prompt, setPrompt, defaultTime, messages } = together
  const shares = source.prompt === undefined && source.trace === undefined && source.settings?.prompt === undefined
  return {
    ...source,
    lead,
    time: undefined,
    defaultTime,
    onTimeChange: undefined,
    onTimeCommit: undefined,
    messages: source.messages ?? messages,
    ...(shares && prompt !== null && { settings: { ...source.settings, prompt } }),
    ...(shares && {
      onSettingsChange: (settings, changed) => {
        if (changed.prompt !== undefined) setPrompt(changed.prompt)
        source.onSettingsChange?.(settings, changed)
      },
    }),
  }
}
