'use client'
import { startTransition, useEffect, useState } from 'react'
import { asError } from './asError'
import type { LessonRun } from './handle'
import { lessonSteps, type RunAsk } from './run'
import { atOnce, inSlices } from './slices'

interface Outcome {
  /** What was asked for last that has been answered. */
  readonly ask: RunAsk
  readonly problem: Error | null
  /** The last good run. */
  readonly run: LessonRun | null
  /** What it is the run of. */
  readonly of: RunAsk | null
}

export interface CurrentRun extends Pick<Outcome, 'run' | 'of'> {
  /** Why the last that was asked for and answered could not be run. */
  readonly problem: Error | null
  /** Whether a run is being computed. */
  readonly running: boolean
  /** Whether the run is not that of what is asked for. */
  readonly stale: boolean
}

/**
 * The run that is asked for. The first is computed at once, on the server too; later ones in slices between frames, while
 * the last good one stays. Whoever asks for another leaves the older one where it is.
 */
export function useRun(ask: RunAsk | null): CurrentRun {
  const [outcome, setOutcome] = useState<Outcome | null>(() => ask && answer(ask))
  const answered = outcome?.ask === ask
  useEffect(() => {
    if (!ask || answered) return
    // The pictures of a long text take a while: rendered in a transition, they do not hold up what is typed meanwhile.
    const settle = (next: (last: Outcome | null) => Outcome) => startTransition(() => setOutcome(next))
    return inSlices(lessonSteps(ask), {
      done: (run) => settle(() => ({ ask, run, of: ask, problem: null })),
      failed: (error) =>
        settle((last) => ({ ask, run: last?.run ?? null, of: last?.of ?? null, problem: asError(error) })),
    })
  }, [ask, answered])
  const { run = null, of = null, problem = null } = outcome ?? {}
  return { run, of, problem, running: ask !== null && !answered, stale: of !== ask }
}

function answer(ask: RunAsk): Outcome {
  try {
    return { ask, run: atOnce(lessonSteps(ask)), of: ask, problem: null }
  } catch (error) {
    return { ask, run: null, of: null, problem: asError(error) }
  }
}
