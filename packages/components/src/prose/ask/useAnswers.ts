'use client'
import { useState } from 'react'
import type { LessonRun } from '../../lesson/handle'
import { cutMiddle } from '../../messages/format'
import { promptOf, traceOf } from '../where'
import { idOf } from './runId'

/** An answer to a question, held against the run that it was asked of. */
export interface Given<Outcome> {
  readonly run: number
  /** The text of that run. */
  readonly text: string
  readonly outcome: Outcome
}

export interface Answers<Outcome> {
  /** A number that is the run's own. */
  readonly run: number
  /** The answer to the question as it is asked of the run on screen. */
  readonly now: Given<Outcome> | null
  /** The last one to a run before. */
  readonly before: Given<Outcome> | null
  readonly give: (outcome: Outcome) => void
}

/** Letters of a text in a line that says which it was. */
const LETTERS = 40

/** What the reader answered, by run: a new run is asked anew, and the last answer of another stays in sight. */
export function useAnswers<Outcome>(run: LessonRun): Answers<Outcome> {
  const [given, setGiven] = useState<readonly Given<Outcome>[]>([])
  const id = idOf(run)
  return {
    run: id,
    now: given.find((one) => one.run === id) ?? null,
    before: given.findLast((one) => one.run !== id) ?? null,
    give(outcome) {
      const text = (traceOf(run)?.tokens ?? [])
        .slice(0, promptOf(run))
        .map((token) => token.text)
        .join('')
      const now = { run: id, text: cutMiddle(text.trim(), LETTERS), outcome }
      setGiven([...given.filter((one) => one.run !== id).slice(-1), now])
    },
  }
}
