'use client'
import { type ReactNode, useMemo } from 'react'
import { GateContext } from './context'
import type { LessonHandle } from './handle'

/** Lets the markup inside follow a lesson's clock when it is its turn: around every figure, and around the transport. */
export function Gated({ lesson, children }: { lesson: LessonHandle; children: ReactNode }) {
  const own = useMemo(() => ({ lesson, gate: lesson.openGate() }), [lesson])
  return <GateContext.Provider value={own}>{children}</GateContext.Provider>
}
