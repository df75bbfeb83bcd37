'use client'
import { type BackwardFrame, type ForwardFrame, LOGITS_AT } from '@glassformer/core'
import { useRef } from 'react'
import type { LessonHandle } from '../lesson/handle'
import { useLiveEffect } from '../lesson/useLiveEffect'

/** By frame, as all parts of a page ask for the same: how far it has come, as far as words can tell. */
const known = new WeakMap<object, string>()

/** Changes whenever a step or a stage of one begins or is completed: nothing that prose says changes at another time. */
function stageKey(lesson: LessonHandle): string {
  const backward = lesson.isElsewhere('backward') ? null : lesson.frameOf('backward')
  return keyOf(lesson.frameOf('forward')) + keyOf(backward)
}

function keyOf(frame: ForwardFrame | BackwardFrame | null): string {
  if (!frame) return '-'
  const found = known.get(frame)
  if (found) return found
  const { cue, progressOf } = frame
  // Only a forward frame has a last stage with parts: the final norm, then the logits.
  const sample = 'sample' in progressOf ? (Math.min(progressOf.sample, LOGITS_AT) / LOGITS_AT) * 2 : 0
  const stages: readonly number[] = Object.values(progressOf).flat()
  const begun = stages.filter((progress) => progress > 0).length
  const done = stages.filter((progress) => progress >= 1).length
  const key = `${cue.index} ${begun} ${done} ${Math.floor(sample)};`
  known.set(frame, key)
  return key
}

/**
 * Calls `apply` after every render, and whenever prose may have something else to say: text and attributes are set through
 * refs then, and React renders nothing.
 */
export function useFollowed(lesson: LessonHandle, apply: () => void): void {
  const latest = useRef(apply)
  useLiveEffect(() => {
    latest.current = apply
    apply()
  })
  useLiveEffect(() => {
    let followed = stageKey(lesson)
    const stops = [
      lesson.time.subscribe(() => {
        const key = stageKey(lesson)
        if (key === followed) return
        followed = key
        latest.current()
      }),
      lesson.selection.subscribe(() => latest.current()),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [lesson])
}

/** What a part's element shows of the moment; `null` is not there. */
export type Attributes = Readonly<Record<string, string | null>>

/** Written when they change: a screen reader is told of every writing. */
export function writeAttributes(node: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (node.getAttribute(name) === value) continue
    if (value === null) node.removeAttribute(name)
    else node.setAttribute(name, value)
  }
}

/** The same for React, which renders the first of them. */
export function propsOf(attributes: Attributes): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, value ?? undefined]))
}
