import { placeOf, timeOf } from '../carryOver'
import { type LessonHandle, stillOf } from '../handle'
import { NO_SELECTION, sameSelection } from '../selection'
import { keyOf, type LessonSettings, settingsOf } from '../settings'
import { encodeLink } from './encode'

export interface Shown {
  readonly handle: LessonHandle
  readonly settings: LessonSettings
  /** What the author gave. */
  readonly initial: LessonSettings
  /** Whether the text and the settings are the reader's; those of a given run are not. */
  readonly canSet: boolean
  /** Where the page itself opens the clock, in milliseconds. @default the still that teaches */
  readonly startMs: number | undefined
}

const PLAIN = settingsOf({})

/**
 * Where the reader left the clock, in milliseconds: where it stands, or, while a question keeps it where it took it, where that
 * found it.
 */
export function leftAt({ asks, sequence, time }: Pick<LessonHandle, 'asks' | 'sequence' | 'time'>): number {
  const from = asks.waits.get().find((wait) => wait.from)?.from
  return (from ? timeOf(sequence, from) : undefined) ?? time.get()
}

/** The link to what is shown now, or with another moment. */
export function linkTo({ handle, settings, initial, canSet }: Shown, timeMs = handle.time.get()): string {
  const place = placeOf({ sequence: handle.sequence, time: { get: () => timeMs } })
  const { pinned } = handle.selection.get()
  const says = (key: keyof LessonSettings) =>
    canSet && (keyOf(settings[key]) !== keyOf(initial[key]) || keyOf(settings[key]) !== keyOf(PLAIN[key]))
  const said = Object.fromEntries(Object.entries(settings).filter(([key]) => says(key as keyof LessonSettings)))
  return encodeLink({
    settings: said,
    moment: place ? { ...place, ms: timeMs } : null,
    selection: pinned,
  })
}

/** Whether what is shown is what the page itself opens with, which needs no link. */
export function isPristine({ handle, settings, initial, startMs }: Shown): boolean {
  const { durationMs } = handle.sequence
  const start = Math.min(durationMs, startMs ?? stillOf(handle.sequence, 0))
  return (
    keyOf(settings) === keyOf(initial) &&
    // Found again by its share of a step, a moment is not exact.
    Math.abs(leftAt(handle) - start) < 1e-3 &&
    sameSelection(handle.selection.get().pinned, NO_SELECTION)
  )
}
