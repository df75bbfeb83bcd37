'use client'
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { useGate } from './context'
import type { FrameOfKind, LessonHandle, RunKind } from './handle'
import { effectiveSelection, hover, pin, type Selection } from './selection'

/** How markup hears of the clock: through its figure's gate. */
export function useMarkupClock(lesson: LessonHandle): (listener: () => void) => () => void {
  return useGate(lesson)?.subscribe ?? lesson.time.subscribe
}

/**
 * The frame, for markup: renders again when the cue changes or completes, and never for the passing of time within one.
 * `progress` and `glow` in it are those of that moment: paint what must follow them.
 */
export function useFrame<K extends RunKind>(lesson: LessonHandle, kind: K): FrameOfKind<K> | null {
  const last = useRef<{ lesson: LessonHandle; key: string; frame: FrameOfKind<K> | null } | null>(null)
  const snapshot = () => {
    const frame = lesson.frameOf(kind)
    const key = frame ? `${frame.cue.index}:${frame.progress >= 1}` : ''
    if (last.current?.lesson !== lesson || last.current.key !== key) last.current = { lesson, key, frame }
    return last.current.frame
  }
  return useSyncExternalStore(useMarkupClock(lesson), snapshot, snapshot)
}

/** One value of the moment, for markup: renders again when it changes. It must be a primitive, or the same object again. */
export function useFrameValue<K extends RunKind, T>(
  lesson: LessonHandle,
  kind: K,
  pick: (frame: FrameOfKind<K> | null) => T,
): T {
  const snapshot = () => pick(lesson.frameOf(kind))
  return useSyncExternalStore(useMarkupClock(lesson), snapshot, snapshot)
}

/** What a painter is handed of a lesson: the frame of this very moment, and what is selected. */
export interface Now<K extends RunKind> {
  readonly frame: FrameOfKind<K> | null
  readonly selection: Selection
}

export function nowOf<K extends RunKind>(lesson: LessonHandle, kind: K): Now<K> {
  return { frame: lesson.frameOf(kind), selection: selectionNow(lesson) }
}

/**
 * Calls `apply` after every render and whenever time or selection change, without rendering: for styles and attributes set
 * through refs.
 */
export function useFollow<K extends RunKind>(lesson: LessonHandle, kind: K, apply: (now: Now<K>) => void): void {
  const latest = useRef(apply)
  const gate = useGate(lesson)
  useEffect(() => {
    latest.current = apply
    apply(nowOf(lesson, kind))
  })
  useEffect(() => {
    let atMs = Number.NaN
    const run = () => {
      atMs = lesson.time.get()
      latest.current(nowOf(lesson, kind))
    }
    const follow = () => {
      if (gate?.isInView() ?? true) run()
    }
    const told = () => {
      if (atMs !== lesson.time.get()) run()
    }
    const stops = [lesson.time.subscribe(follow), lesson.selection.subscribe(run), gate?.subscribe(told)]
    return () => {
      for (const stop of stops) stop?.()
    }
  }, [lesson, kind, gate])
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

/** What is chosen to stay, without what the pointer passes over: rows must not move under it. */
export function usePinned(lesson: LessonHandle): Selection {
  const read = useCallback(() => lesson.selection.get().pinned, [lesson])
  return useSyncExternalStore(lesson.selection.subscribe, read, read)
}

/** The selection at this very moment. */
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
