'use client'
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { useGate } from './context'
import type { Anchor, FrameOfKind, LessonHandle, RunKind } from './handle'
import { type CellAddress, effectiveSelection, hover, pin, type Selection, sameCell } from './selection'

/** What markup reads of the clock: told of it, and held to the moment at which it was told, by its figure's gate. */
export function useMarkupValue<T>(lesson: LessonHandle, read: () => T): T {
  const gate = useGate(lesson)
  const last = useRef<{ readonly lesson: LessonHandle; readonly value: T } | null>(null)
  const snapshot = () => {
    if (last.current?.lesson === lesson && gate?.isLate()) return last.current.value
    last.current = { lesson, value: read() }
    return last.current.value
  }
  return useSyncExternalStore(gate?.subscribe ?? lesson.time.subscribe, snapshot, snapshot)
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
  return useMarkupValue(lesson, snapshot)
}

/** One value of the moment, for markup: renders again when it changes. It must be a primitive, or the same object again. */
export function useFrameValue<K extends RunKind, T>(
  lesson: LessonHandle,
  kind: K,
  pick: (frame: FrameOfKind<K> | null) => T,
): T {
  return useMarkupValue(lesson, () => pick(lesson.frameOf(kind)))
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
    const run = () => latest.current(nowOf(lesson, kind))
    let followed: FrameOfKind<K> | null | undefined
    const follow = () => {
      const frame = lesson.frameOf(kind)
      if (frame === followed || gate?.isInView() === false) return
      followed = frame
      run()
    }
    const stops = [lesson.time.subscribe(follow), lesson.selection.subscribe(run), gate?.subscribe(follow)]
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

/** The ways to change what is selected. */
export interface SelectionActions {
  /** Points at something in passing; `null` points at nothing. */
  readonly hover: (at: Partial<Selection> | null) => void
  /** Chooses; choosing the same again, or `null`, lets go. */
  readonly pin: (at: Partial<Selection> | null) => void
  /** Chooses what shows a number, and opens the number beside it; the same again lets go of both. Without a number it pins. */
  readonly choose: (at: Partial<Selection>, cell: CellAddress | null, anchor?: Anchor) => void
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
      choose(at, cell, anchor) {
        const state = store.get()
        const isOpen = cell !== null && sameCell(cell, lesson.inspected.get()?.cell ?? null)
        store.set(cell && !isOpen ? { ...state, pinned: { ...state.pinned, ...at } } : pin(state, at))
        if (cell) lesson.inspect(isOpen ? null : cell, anchor)
      },
    }),
    [store, lesson],
  )
  return [selection, actions]
}

/** What is chosen to stay, without what the pointer passes over: rows must not move under it. */
export function usePinned(lesson: LessonHandle): Selection {
  const read = useCallback(() => lesson.selection.get().pinned, [lesson])
  return useSyncExternalStore(lesson.selection.subscribe, read, read)
}

/** The selection at this very moment. */
function selectionNow(lesson: LessonHandle): Selection {
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
