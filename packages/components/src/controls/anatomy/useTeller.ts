'use client'
import { useEffect } from 'react'
import { useSettings } from '../../lesson/context'
import type { LessonSettings } from '../../lesson/settings'

/** Says that what is wrong with a setting is said here, so that the lesson does not say it too. */
export function useTeller(setting: keyof LessonSettings): void {
  const tellers = useSettings()?.tellers
  useEffect(() => {
    tellers?.add(setting)
    return () => {
      tellers?.delete(setting)
    }
  }, [tellers, setting])
}
