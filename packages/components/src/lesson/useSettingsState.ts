'use client'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { keyOf, type LessonSettings } from './settings'

export type ChangeSettings = (to: Partial<LessonSettings>) => void

export interface SettingsOwner {
  /** Settings that the owner holds: they win, and change only when these do. */
  readonly settings?: Partial<LessonSettings> | undefined
  readonly onSettingsChange?: ((settings: LessonSettings, changed: Partial<LessonSettings>) => void) | undefined
  readonly onPromptChange?: ((prompt: string) => void) | undefined
}

const KEYS = ['prompt', 'model', 'sampling', 'cache', 'fault'] as const satisfies readonly (keyof LessonSettings)[]

interface State {
  readonly initial: LessonSettings
  /** Whether that is what the author gave, and not what stands there until it is known. */
  readonly isKnown: boolean
  readonly changed: Partial<LessonSettings>
}

/**
 * What the reader has set, over what the author gave. A change of what the author gave replaces what was set instead; another
 * object that says the same changes nothing.
 */
export function useSettingsState(
  initial: LessonSettings,
  owner: SettingsOwner,
  { isWrong, isKnown }: { readonly isWrong: boolean; readonly isKnown: boolean },
): [settings: LessonSettings, change: ChangeSettings, initial: LessonSettings] {
  const [state, setState] = useState<State>({ initial, isKnown, changed: {} })
  // What is wrong for a while takes nothing back of what the reader set.
  const moved = isWrong ? [] : KEYS.filter((key) => keyOf(initial[key]) !== keyOf(state.initial[key]))
  const learns = isKnown && !state.isKnown
  const changed = learns ? state.changed : without(state.changed, moved)
  const now = moved.length > 0 || learns ? { initial, isKnown, changed } : state
  if (now !== state) setState(now)

  const whole: LessonSettings = { ...now.initial, ...now.changed, ...defined(owner.settings) }
  const key = keyOf(whole)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same object as long as it says the same
  const settings = useMemo(() => whole, [key])
  const latest = useRef({ settings, owner })
  useEffect(() => {
    latest.current = { settings, owner }
  })
  const change = useCallback<ChangeSettings>((to) => {
    const { settings: before, owner: told } = latest.current
    const differing = KEYS.filter((key) => to[key] !== undefined && keyOf(to[key]) !== keyOf(before[key]))
    if (differing.length === 0) return
    const changed: Partial<LessonSettings> = Object.fromEntries(differing.map((key) => [key, to[key]]))
    const next = { ...before, ...changed }
    // Two changes before the next render are both of them.
    latest.current = { settings: { ...next, ...defined(told.settings) }, owner: told }
    setState((last) => ({ ...last, changed: { ...last.changed, ...changed } }))
    told.onSettingsChange?.(next, changed)
    if (changed.prompt !== undefined) told.onPromptChange?.(changed.prompt)
  }, [])
  return [settings, change, now.initial]
}

function without(settings: Partial<LessonSettings>, keys: readonly (keyof LessonSettings)[]): Partial<LessonSettings> {
  return Object.fromEntries(Object.entries(settings).filter(([key]) => !(keys as readonly string[]).includes(key)))
}

function defined(settings: Partial<LessonSettings> | undefined): Partial<LessonSettings> {
  return Object.fromEntries(KEYS.filter((key) => settings?.[key] !== undefined).map((key) => [key, settings?.[key]]))
}
