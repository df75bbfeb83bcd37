import { frameAt, localTime, type SequencePart } from '@glassformer/core'
import { type CueName, findCue } from '../../lesson/cues'
import type { LessonHandle, LessonRun } from '../../lesson/handle'
import { NO_SELECTION } from '../../lesson/selection'
import { type Asked, type Told, tell } from '../told'
import { type Here, isWhy, type Why } from '../where'

/** What a question needs of a lesson. */
export type AskedOf = Pick<LessonHandle, 'run' | 'sequence'>

/** The step of the clock that shows an answer. */
export interface AnswerMoment {
  /** Where the step begins: nothing shows the answer yet. */
  readonly beforeMs: number
  /** Where it ends: everything does. */
  readonly revealMs: number
}

/** An answer, and the step that shows it; `null` for what is so at every moment. */
export interface Answer {
  readonly told: Told
  readonly moment: AnswerMoment | null
}

/** Why a question cannot be asked of a run: a place that it does not have, or a step. */
export type Unasked = Why | { readonly why: 'noCue'; readonly at: CueName }

/** A whole run: what a question is about does not depend on what the clock and the reader have come to. */
export function wholeRun(run: LessonRun): Here {
  return { run, forward: null, backward: null, selection: NO_SELECTION, always: true }
}

/** Moments that were looked at: every question of a page looks at the ends of the same steps. */
const known = new WeakMap<AskedOf['sequence'], Map<number, Here>>()

/** A moment of the clock, whatever the reader has chosen. */
export function hereAt(of: AskedOf, timeMs: number): Here {
  const moments = known.get(of.sequence) ?? new Map<number, Here>()
  known.set(of.sequence, moments)
  const here = moments.get(timeMs) ?? momentAt(of, timeMs)
  moments.set(timeMs, here)
  return here
}

function momentAt({ run, sequence }: AskedOf, timeMs: number): Here {
  const { parts } = sequence
  const frameOf = (part: SequencePart) => frameAt(part.timeline, localTime(sequence, part.index, timeMs))
  const forward = parts.find(({ timeline }) => timeline.kind !== 'backward')
  const backward = parts.find(({ timeline }) => timeline.kind === 'backward')
  const begun = backward && (timeMs > backward.startMs || backward.index === 0)
  return {
    run,
    forward: forward ? (frameOf(forward) as Here['forward']) : null,
    backward: begun ? (frameOf(backward) as Here['backward']) : null,
    selection: NO_SELECTION,
    always: false,
  }
}

/**
 * What is asked for as it is when a step has ended; without one, as it is in the end, and the step is the first that has it so.
 */
export function findAnswer(of: AskedOf, asked: Asked, at?: CueName): Answer | Unasked {
  if (!at) {
    const told = tell(wholeRun(of.run), asked)
    return isWhy(told) ? told : { told, moment: firstShown(of, asked, told) }
  }
  const cue = findCue(of.sequence, at)
  if (!cue) return { why: 'noCue', at }
  const told = tell(hereAt(of, cue.endMs), asked)
  return isWhy(told) ? told : { told, moment: { beforeMs: cue.startMs, revealMs: cue.endMs } }
}

/** The first step at whose end the answer is what it is in the end. None where it is so before anything has been done. */
function firstShown(of: AskedOf, asked: Asked, answer: Told): AnswerMoment | null {
  const shows = (timeMs: number) => {
    const told = tell(hereAt(of, timeMs), asked)
    return !isWhy(told) && same(told, answer)
  }
  if (shows(0)) return null
  const cue = of.sequence.cues.find(({ endMs }) => shows(endMs))
  return cue ? { beforeMs: cue.startMs, revealMs: cue.endMs } : null
}

function same(a: Told, b: Told): boolean {
  return 'text' in a ? 'text' in b && a.text === b.text : 'value' in b && a.value === b.value
}

/** Takes the clock to where nothing shows an answer yet. */
export function goBefore({ dispatch }: LessonHandle, { beforeMs }: AnswerMoment): void {
  dispatch({ type: 'pause' })
  dispatch({ type: 'seek', timeMs: beforeMs })
}

/** Takes the clock through the step that shows an answer. */
export function play({ dispatch, playTo }: LessonHandle, { beforeMs, revealMs }: AnswerMoment): void {
  dispatch({ type: 'seek', timeMs: beforeMs })
  playTo(revealMs)
}
