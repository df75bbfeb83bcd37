'use client'
import { useCallback, useRef, useState } from 'react'
import { prefersReducedMotion } from '../lesson/reducedMotion'
import { useLiveEffect } from '../lesson/useLiveEffect'

/** Rows apart; side by side; their products under them; the products run together into the sum. */
export const STAGES = ['apart', 'pair', 'multiply', 'add'] as const
export type Stage = (typeof STAGES)[number]

/** When each stage after the first begins, in milliseconds; the last takes as long as what is left of 600. */
const BEGINS_MS = [60, 220, 400] as const

/** The stages once, from the moment when there is another number; any stage by hand; the end at once when it is skipped. */
export function usePlay(of: unknown) {
  const [stage, setStage] = useState<Stage>('add')
  const timers = useRef<ReturnType<typeof setTimeout>[]>([])
  const stop = useCallback(() => {
    for (const timer of timers.current) clearTimeout(timer)
    timers.current = []
  }, [])
  const play = useCallback(() => {
    stop()
    if (prefersReducedMotion()) {
      setStage('add')
      return
    }
    setStage('apart')
    timers.current = BEGINS_MS.map((ms, i) => setTimeout(() => setStage(STAGES[i + 1] as Stage), ms))
  }, [stop])
  // Before it is painted: the still of the end would flash up. It plays again for another number.
  useLiveEffect(() => {
    play()
    return stop
  }, [of, play, stop])
  const goTo = (next: Stage) => {
    stop()
    setStage(next)
  }
  return { stage, play, goTo, skip: () => goTo('add') }
}
