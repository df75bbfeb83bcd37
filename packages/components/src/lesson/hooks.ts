'use client'
import { type BackwardFrame, type ForwardFrame, frameAt, localTime } from '@glassformer/core'
import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react'
import type { LessonHandle, RunKind } from './handle'
import { effectiveSelection, hover, pin, type Selection } from './selection'

/** The frame of one kind of run at this very moment. For painters: it follows the clock, not React. */
export function frameNow(lesson: LessonHandle, kind: 'forward'): ForwardFrame | null
export function frameNow(lesson: LessonHandle, kind: 'backward'): BackwardFrame | null
export function frameNow(lesson: LessonHandle, kind: RunKind): ForwardFrame | BackwardFrame | null {
  const index = lesson.partOf(kind)
  const part = lesson.sequence.parts[index]
  return part ? frameAt(part.timeline, localTime(lesson.sequence, index, lesson.time.get())) : null
}

/**
 * The frame, for markup: renders again when the cue changes or completes, and never for the passing of time within one.
 * `progress` and `glow` in it are those of that moment: paint what must follow them.
 */
export function useFrame(lesson: LessonHandle, kind: 'forward'): ForwardFrame | null
export function useFrame(lesson: LessonHandle, kind: 'backward'): BackwardFrame | null
export function useFrame(lesson: LessonHandle, kind: RunKind): ForwardFrame | BackwardFrame | null {
  const last = useRef<{ lesson: LessonHandle; key: string; frame: ForwardFrame | BackwardFrame | null } | null>(null)
  const snapshot = () => {
    const frame = frameNow(lesson, kind as 'forward')
    const key = frame ? `${frame.cue.index}:${frame.progress >= 1}` : ''
    if (last.current?.lesson !== lesson || last.current.key !== key) last.current = { lesson, key, frame }
    return last.current.frame
  }
  const subscribe = useCallback((notify: () => void) => lesson.time.on('change', notify), [lesson])
  return useSyncExternalStore(subscribe, snapshot, snapshot)
}

/** One value of the player, for instance `(player) => player.playing`. */
export function usePlayerValue<T>(
  lesson: LessonHandle,
  pick: (player: ReturnType<LessonHandle['player']['get']>) => T,
): T {
  const snapshot = () => pick(lesson.player.get())
  return useSyncExternalStore(lesson.player.subscribe, snapshot, snapshot)
}

export interface SelectionActions {
  /** Points at something in passing; `null` points at nothing. */
  readonly hover: (at: Partial<Selection> | null) => void
  /** Chooses; choosing the same again, or `null`, lets go. */
  readonly pin: (at: Partial<Selection> | null) => void
}

/** The selection shared by the figures of a lesson, and the ways to change it. */
export function useSelection(lesson: LessonHandle): [Selection, SelectionActions] {
  const store = lesson.selection
  const state = useSyncExternalStore(store.subscribe, store.get, store.get)
  const selection = useMemo(() => effectiveSelection(state), [state])
  const actions = useMemo<SelectionActions>(
    () => ({
      hover: (at) => store.set(hover(store.get(), at)),
      pin: (at) => store.set(pin(store.get(), at)),
    }),
    [store],
  )
  return [selection, actions]
}

/** The selection at this very moment, for painters. */
export function selectionNow(lesson: LessonHandle): Selection {
  return effectiveSelection(lesson.selection.get())
}

const neverChanges = () => () => {}

/** True on the server and while its HTML is being hydrated, false for everything rendered later. */
export function useHydrating(): boolean {
  return useSyncExternalStore(
    neverChanges,
    () => false,
    () => true,
  )
}
