'use client'
import type { Model, Sequence } from '@glassformer/core'
import { useEffect, useMemo, useRef } from 'react'
import { type At, placeIn } from './carryOver'
import { createLesson, type LessonHandle, type LessonRun, type TimeChangeReason } from './handle'
import { type Lead, ledBy } from './lead'
import { prefersReducedMotion } from './reducedMotion'
import { sameCell, sameSelection } from './selection'
import { useLiveEffect } from './useLiveEffect'
import { chosenIn, type Kept, keep, timeIn, wantsIn } from './wants'

/** The clock as its owner sees it. */
export interface ClockSource {
  /** Who moves it, where the lesson goes with others. */
  readonly lead?: Lead | undefined
  readonly time?: number | undefined
  readonly defaultTime?: number | undefined
  readonly onTimeChange?: ((timeMs: number, details: { reason: TimeChangeReason }) => void) | undefined
  readonly onTimeCommit?: ((timeMs: number, details: { reason: TimeChangeReason }) => void) | undefined
}

export interface Shown {
  readonly run: LessonRun | null
  /** The model alone, while there is no run of it. */
  readonly model: Model | undefined
  /** Whether a new run is being computed. */
  readonly running: boolean
}

/**
 * The handle of a run. A new run has a new one, in which the reader goes on at the same place with the same things chosen,
 * as far as it has them.
 */
export function useHandle({ run, model, running }: Shown, clock: ClockSource): LessonHandle {
  const events = useRef(clock)
  useEffect(() => {
    events.current = clock
  })
  const last = useRef<LessonHandle | null>(null)
  const kept = useRef<Kept | null>(null)
  const { time, lead } = clock
  const controlled = time !== undefined
  const soleModel = run ? undefined : model
  // biome-ignore lint/correctness/useExhaustiveDependencies: the start time is read when a run starts, and only then
  const handle = useMemo(() => {
    const next = run ?? (soleModel ? { model: soleModel } : {})
    const before = last.current?.sequence.cues.length ? last.current : null
    const wants = before && wantsIn(before, kept.current)
    const start = time ?? clock.defaultTime
    const own = createLesson(next, {
      initialTimeMs: controlled || !wants ? start : (sequence) => timeIn({ sequence }, wants),
      rate: before?.player.get().rate,
      playing: before?.player.get().playing,
      until: (sequence) => (before ? untilIn(sequence, before) : undefined),
      ...(wants && chosenIn(next, wants)),
      controlled,
      reducedMotion: prefersReducedMotion,
      onTime: (timeMs, reason) => {
        events.current.onTimeChange?.(timeMs, { reason })
        if (reason !== 'tick') events.current.onTimeCommit?.(timeMs, { reason })
      },
    })
    return lead ? ledBy(own, lead) : own
  }, [run, soleModel, controlled, lead])

  useLiveEffect(() => {
    const before = last.current
    last.current = handle
    // The reader may have gone on since the new run was rendered.
    if (before?.sequence.cues.length && before !== handle)
      kept.current = follow(handle, before, lead ? 'led' : controlled ? 'controlled' : 'own', kept.current)
    return () => handle.hold(true)
  }, [handle])
  // Nothing moves on the old run beside the new text.
  useLiveEffect(() => handle.hold(running), [handle, running])
  useEffect(() => {
    if (time !== undefined) handle.setTime(time)
  }, [handle, time])
  return handle
}

/** Where what is playing is to end, as a moment of another run; nothing where it plays to the end. */
function untilIn(sequence: Sequence, { sequence: before, until }: LessonHandle): number | undefined {
  const moment = until()
  return moment === null ? undefined : placeIn(sequence, { sequence: before, time: { get: () => moment } } satisfies At)
}

/** Takes over what the reader did since; of the clock, what is the lesson's own to say. */
function follow(
  handle: LessonHandle,
  before: LessonHandle,
  clock: 'own' | 'controlled' | 'led',
  last: Kept | null,
): Kept {
  const wants = wantsIn(before, last)
  const at = clock === 'own' ? timeIn(handle, wants) : undefined
  if (at !== undefined) handle.setTime(at)
  if (clock !== 'led') followPlaying(handle, before)
  const { pinned, inspected } = chosenIn(handle.run, wants)
  if (!sameSelection(pinned, handle.selection.get().pinned)) handle.selection.set({ hover: null, pinned })
  if (inspected && !sameCell(inspected.cell, handle.inspected.get()?.cell ?? null))
    handle.inspect(inspected.cell, inspected.anchor)
  return keep(handle, wants)
}

function followPlaying(handle: LessonHandle, before: LessonHandle): void {
  const { playing } = before.player.get()
  if (playing === handle.player.get().playing) return
  const until = untilIn(handle.sequence, before)
  if (playing && until !== undefined) handle.playTo(until)
  else handle.dispatch({ type: 'toggle' })
}
