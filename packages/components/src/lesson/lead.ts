import type { PlayerEvent } from '@glassformer/core'
import type { Asks } from './asks'
import { type LessonHandle, startOf } from './handle'

/**
 * Who moves the clocks of lessons that go together. What is asked of one lesson's clock, in its own milliseconds, is asked of
 * the common one.
 */
export interface Lead {
  readonly dispatch: (event: PlayerEvent, of: LessonHandle) => void
  readonly playTo: (timeMs: number, fromMs: number | undefined, of: LessonHandle) => void
  readonly setDragged: (dragged: boolean) => void
  readonly hold: (held: boolean, of: LessonHandle) => void
  /** Of all lessons: a question in one keeps the clock of all. */
  readonly asks: Asks
}

const owns = new WeakMap<LessonHandle, LessonHandle>()

/** A lesson's handle as it is led: its clock is moved by `setTime` alone, and what asks for a moment asks the lead. */
export function ledBy(own: LessonHandle, lead: Lead): LessonHandle {
  // Its own clock never runs.
  own.hold(true)
  const led: LessonHandle = {
    ...own,
    dispatch: (event) => lead.dispatch(event, led),
    playTo: (timeMs, fromMs) => lead.playTo(timeMs, fromMs, led),
    setDragged: lead.setDragged,
    goTo: (kind) => led.dispatch({ type: 'seek', timeMs: startOf(own.sequence, own.partOf(kind)) }),
    hold: (held) => lead.hold(held, led),
    asks: lead.asks,
  }
  owns.set(led, own)
  return led
}

/** The handle below a led one: for the lead alone. */
export function ownOf(led: LessonHandle): LessonHandle {
  return owns.get(led) ?? led
}
