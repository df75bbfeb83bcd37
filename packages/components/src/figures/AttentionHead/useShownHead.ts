'use client'
import { useMemo, useState } from 'react'
import { type LessonHandle, useFrameValue, usePinned } from '../../kit'
import { type HeadState, layerAtWork, stageOf, stateOf } from './state'

export interface ShownHead {
  readonly layer: number
  readonly head: number
  /** Holds a layer while the reader points into it, so that it does not go on under the pointer; `null` lets go. */
  readonly hold: (layer: number | null) => void
}

/** The layer and head that are shown: the author's, or those that the reader keeps or points into, or else the clock's layer and head 0. */
export function useShownHead(lesson: LessonHandle, fixed: { layer?: number; head?: number }): ShownHead {
  const [pointed, hold] = useState<number | null>(null)
  const pinned = usePinned(lesson)
  const { nLayers = 0, nHeads = 0 } = (lesson.run.generation ?? lesson.run.forward)?.config ?? {}
  const atWork = useFrameValue(lesson, 'forward', (frame) => (frame ? layerAtWork(frame, nLayers) : nLayers - 1))
  return {
    layer: fixed.layer ?? Math.min(pinned.layer ?? pointed ?? atWork, nLayers - 1),
    head: fixed.head ?? Math.min(pinned.head ?? 0, nHeads - 1),
    hold,
  }
}

/** The state for markup: renders again when a stage begins or ends, not for the passing of time within one. */
export function useHeadState(lesson: LessonHandle, layer: number): HeadState {
  const stage = useFrameValue(lesson, 'forward', (frame) => stageOf(stateOf(frame, layer)))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the stage says when the frame's state is another
  return useMemo(() => stateOf(lesson.frameOf('forward'), layer), [lesson, layer, stage])
}
