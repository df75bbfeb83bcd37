'use client'
import { cancelFrame, frame } from 'framer-motion'
import { createContext, startTransition, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { LessonContextValue } from './context'

/** Figures out of view that have a new run to show, in the order in which they were told of it. */
const waiting = new Set<() => void>()

/** Tokens up to which all figures come to a new run together: laid out and painted in one task, that is no long one. */
const TOGETHER = 48

/** One in a frame: of a long text, five figures laid out and painted together would be one long task. */
function turn() {
  const [next] = waiting
  if (next) startTransition(next)
}

/** A page is printed as a whole, in view or not. */
function all() {
  for (const next of waiting) next()
}

/** Calls back when it is its turn, and lets the next come when the way to stop is taken. */
function inTurn(act: () => void): () => void {
  if (waiting.size === 0) {
    frame.render(turn)
    globalThis.addEventListener?.('beforeprint', all)
  }
  waiting.add(act)
  return () => {
    waiting.delete(act)
    if (waiting.size > 0) frame.render(turn)
    else {
      cancelFrame(turn)
      globalThis.removeEventListener?.('beforeprint', all)
    }
  }
}

/** Whether a figure is in view, told by its element. One that nobody has told of is. */
export interface View {
  inView: boolean
}

export const ViewContext = createContext<View | null>(null)

export function useView(): View | null {
  return useContext(ViewContext)
}

function isLong({ handle: { run } }: LessonContextValue): boolean {
  return ((run.generation ?? run.forward ?? run.backward)?.tokens.length ?? 0) > TOGETHER
}

export interface InTurn {
  readonly lesson: LessonContextValue
  /** Whether the lesson has a newer run, which is not shown yet. */
  readonly late: boolean
  readonly view: View
}

/** A lesson as its figure shows it: a new run at once where it is short or the figure in view, and else when it is its turn. */
export function useInTurn(lesson: LessonContextValue): InTurn {
  const [shown, setShown] = useState(lesson)
  const view = useRef<View>({ inView: true }).current
  const newRun = shown.handle !== lesson.handle && !shown.waiting
  const late = newRun && !view.inView && isLong(lesson)
  if (shown !== lesson && !late) setShown(lesson)
  useEffect(() => {
    if (late) return inTurn(() => setShown(lesson))
  }, [late, lesson])
  const current = late ? shown : lesson
  return useMemo(() => ({ lesson: current, late, view }), [current, late, view])
}
