'use client'
import type { ForwardFrame } from '@glassformer/core'
import { useEffect, useSyncExternalStore } from 'react'
import type { LessonHandle } from '../../lesson/handle'
import { frameNow } from '../../lesson/hooks'

/** Calls `apply` with the frame of the moment after every render and whenever time changes: for styles set through refs. */
export function useFollow(lesson: LessonHandle, apply: (frame: ForwardFrame) => void): void {
  useEffect(() => {
    const run = () => {
      const frame = frameNow(lesson, 'forward')
      if (frame) apply(frame)
    }
    run()
    return lesson.time.on('change', run)
  })
}

/** Positions whose logits are there. Renders when it changes, which is in the middle of a cue. */
export function usePredicted(lesson: LessonHandle): number {
  const snapshot = () => frameNow(lesson, 'forward')?.predicted ?? 0
  return useSyncExternalStore((notify) => lesson.time.on('change', notify), snapshot, snapshot)
}
