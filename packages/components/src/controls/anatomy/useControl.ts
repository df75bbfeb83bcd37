'use client'
import { type SettingsValue, useSettings, useTyping } from '../../lesson/context'
import { keyOf, type LessonSettings } from '../../lesson/settings'

export interface ControlState extends SettingsValue {
  /** Sets what is named; does nothing in a lesson that shows a given run. */
  readonly set: (to: Partial<LessonSettings>) => void
  /** Whether the run on screen is of another value of this control's setting. */
  readonly pending: boolean
  /** Whether the reader set it to something else than the author did. */
  readonly isChanged: boolean
}

/** One setting of the lesson around, for its control. */
export function useControl(key: keyof LessonSettings): ControlState {
  const value = useSettings()
  const { running } = useTyping()
  if (!value) throw new Error('useControl() must be called below ControlSource.')
  const { settings, initial, shown, change } = value
  const now = keyOf(settings[key])
  return {
    ...value,
    set: (to) => change?.(to),
    pending: running && shown !== null && keyOf(shown[key]) !== now,
    isChanged: keyOf(initial[key]) !== now,
  }
}
