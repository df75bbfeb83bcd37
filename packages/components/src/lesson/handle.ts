import {
  type BackwardFrame,
  type BackwardTrace,
  compileTimeline,
  type ForwardFrame,
  type ForwardTrace,
  frameAt,
  type GenerationTrace,
  initialPlayer,
  localTime,
  type Model,
  type PlayerEvent,
  type PlayerState,
  playerReducer,
  type Sequence,
  type SequencePart,
  sequence,
  stopsOf,
  type Trace,
} from '@glassformer/core'
import { type Asks, createAsks } from './asks'
import { createClock } from './clock'
import { createMarkup, type MarkupGate } from './markup'
import { type CellAddress, INITIAL_SELECTION, type Selection, type SelectionState, sameCell } from './selection'
import { createStore, type Readable, type Store } from './store'

/** The traces of one run; what a figure draws. Each kind may be missing. */
export interface LessonRun {
  readonly model?: Model
  readonly forward?: ForwardTrace
  readonly generation?: GenerationTrace
  readonly backward?: BackwardTrace
}

export type TimeChangeReason = PlayerEvent['type']

/** Where the thing stands that shows a number: an element, or anything else that can tell. */
export interface Anchor {
  getBoundingClientRect(): DOMRect
  /** The element that it is a part of, where it is none itself: what scrolls this moves the anchor, and it takes the focus back. */
  readonly contextElement?: Element | undefined
}

/** A number that is opened to the terms that made it. */
export interface Inspected {
  readonly cell: CellAddress
  /** What the panel stands beside; `null` where nothing on the page shows it. */
  readonly anchor: Anchor | null
}

/** What all figures of a lesson share: traces, one clock, one selection. One handle per run. */
export interface LessonHandle {
  readonly run: LessonRun
  readonly sequence: Sequence
  /** Milliseconds on the sequence's clock. Read it in painters; it never re-renders React. */
  readonly time: Readable<number>
  /**
   * The frame of one kind of run at this very moment, computed once a moment; `null` where the lesson has no such run. A run
   * whose part of the clock has not begun gives the still that teaches most: see `isElsewhere`.
   */
  readonly frameOf: <K extends RunKind>(kind: K) => FrameOfKind<K> | null
  /** Notifies when playing, rate or duration change, not when time passes. */
  readonly player: Store<PlayerState>
  /** Makes the gate through which the markup of one figure follows the clock. */
  readonly openGate: () => MarkupGate
  /** Told when the reader takes hold of the clock to drag it, and lets go. */
  readonly setDragged: (dragged: boolean) => void
  readonly selection: Store<SelectionState>
  /** The number that is opened to its terms. */
  readonly inspected: Readable<Inspected | null>
  /** The numbers that it was made of, those that weigh most: figures mark them. */
  readonly sources: Store<readonly CellAddress[]>
  /**
   * Opens a number to its terms, beside what shows it, and keeps it in the selection; the same number again, or `null`,
   * closes. Without an anchor the panel stays where it is.
   */
  readonly inspect: (cell: CellAddress | null, anchor?: Anchor | null) => void
  readonly dispatch: (event: PlayerEvent) => void
  /**
   * Plays from a moment (from now, if none is given) up to another, in milliseconds, and rests there: exactly at it. Whatever
   * else is done to the clock meanwhile ends the agreement. With reduced motion, and where the moment is not ahead, it is gone
   * to at once.
   */
  readonly playTo: (timeMs: number, fromMs?: number) => void
  /** The moment that it plays up to, in milliseconds; `null` where that is the end. */
  readonly until: () => number | null
  /**
   * Moves the clock without asking or telling anyone, and says how it plays: the way in for a controlled `time`, and for a
   * clock that another leads.
   */
  readonly setTime: (timeMs: number, how?: Partial<Pick<PlayerState, 'playing' | 'rate'>>) => void
  /** Index of the part of the sequence that shows this kind of run; -1 without one. */
  readonly partOf: (kind: RunKind) => number
  /** Whether the clock has not come to this kind of run, so that its frames are of another moment: a figure says so. */
  readonly isElsewhere: (kind: RunKind) => boolean
  /** Takes the clock to where a kind of run begins. */
  readonly goTo: (kind: RunKind) => void
  /** Keeps the clock still while true, without pausing it: while a new run is computed, and where no page shows the lesson. */
  readonly hold: (held: boolean) => void
  /** The questions that keep the clock. */
  readonly asks: Asks
}

/** `forward` is the forward or generation timeline; `backward` the training step's. */
export type RunKind = 'forward' | 'backward'

/** The frame that views of a kind of run are handed. */
export type FrameOfKind<K extends RunKind> = K extends 'backward' ? BackwardFrame : ForwardFrame

export interface HandleOptions {
  /** The clock, where it is not that of the run. @default the timelines of the run's traces, one after another */
  readonly sequence?: Sequence | undefined
  /** In milliseconds, or found on the new run's clock. @default a still that teaches */
  readonly initialTimeMs?: number | undefined | ((sequence: Sequence) => number | undefined)
  readonly rate?: number | undefined
  /** Whether it plays as soon as it is no longer held: see `hold`. @default false */
  readonly playing?: boolean | undefined
  /** Where that playing is to end, in milliseconds, found on the new run's clock. @default at the end */
  readonly until?: ((sequence: Sequence) => number | undefined) | undefined
  /** What is chosen from the start. @default nothing */
  readonly pinned?: Selection | undefined
  /** The number that is open from the start; it is the pinned cell. @default none */
  readonly inspected?: Inspected | null | undefined
  /** With a controlled clock, events ask for a time through this and do not move it themselves. */
  readonly controlled?: boolean
  readonly onTime?: (timeMs: number, reason: TimeChangeReason) => void
  readonly reducedMotion?: () => boolean
}

const NONE: readonly CellAddress[] = []

export function createLesson(run: LessonRun, options: HandleOptions = {}): LessonHandle {
  const forward = run.generation ?? run.forward
  const traces: Trace[] = [forward, run.backward].filter((trace) => trace !== undefined)
  const all = options.sequence ?? sequence(traces.map((trace) => compileTimeline(trace)))
  const partOf = (kind: RunKind) => traces.findIndex((trace) => (trace.kind === 'backward') === (kind === 'backward'))

  const { initialTimeMs } = options
  const asked = typeof initialTimeMs === 'function' ? initialTimeMs(all) : initialTimeMs
  const start = {
    ...initialPlayer(all.durationMs, stopsOf(all)),
    timeMs: Math.min(all.durationMs, Math.max(0, asked ?? stillOf(all, 0))),
    rate: options.rate ?? 1,
    playing: options.playing ?? false,
  }
  const time = createStore(start.timeMs)
  let state: PlayerState = start
  let held = false
  /** Where playing is to end before the end. */
  let until: number | null = options.until?.(all) ?? null
  const player = createStore<PlayerState>(start)
  let dragged = false

  const apply = (next: PlayerState) => {
    const settings = next.playing !== state.playing || next.rate !== state.rate || next.durationMs !== state.durationMs
    state = next
    time.set(next.timeMs)
    if (settings) player.set(next)
    clock.run(state.playing && !held)
  }
  const bounded = (event: PlayerEvent): PlayerState => {
    const next = playerReducer(state, event)
    const passes = event.type === 'tick' || event.type === 'jump'
    const bound = until
    if (!(passes || event.type === 'rate') || (passes && bound !== null && next.timeMs >= bound)) until = null
    return passes && bound !== null && until === null ? { ...next, timeMs: bound, playing: false } : next
  }
  const dispatch = (event: PlayerEvent) => {
    const next = bounded(event)
    if (next === state) return
    const moved = next.timeMs !== state.timeMs
    apply(moved && options.controlled ? { ...next, timeMs: state.timeMs } : next)
    if (moved) options.onTime?.(next.timeMs, event.type)
  }
  const isElsewhere = (kind: RunKind) => {
    const index = partOf(kind)
    return index > 0 && time.get() <= (all.parts[index] as SequencePart).startMs
  }
  const selection = createStore<SelectionState>(
    options.pinned ? { hover: null, pinned: options.pinned } : INITIAL_SELECTION,
  )
  const inspected = createStore<Inspected | null>(options.inspected ?? null)
  const sources = createStore<readonly CellAddress[]>(NONE)
  const inspect: LessonHandle['inspect'] = (cell, anchor) => {
    const open = inspected.get()
    const next = cell && !sameCell(cell, open?.cell ?? null) ? { cell, anchor: anchor ?? open?.anchor ?? null } : null
    inspected.set(next)
    const state = selection.get()
    selection.set({ ...state, pinned: { ...state.pinned, cell: next?.cell ?? null } })
  }
  // Who lets go of the number, by Escape or by choosing another, closes what was opened of it.
  selection.subscribe(() => {
    const open = inspected.get()
    if (open && !sameCell(open.cell, selection.get().pinned.cell)) inspected.set(null)
  })
  const reducedMotion = options.reducedMotion ?? (() => false)
  const clock = createClock(dispatch, () => state.rate, reducedMotion)
  const playTo = (timeMs: number, fromMs = state.timeMs) => {
    const to = Math.min(all.durationMs, timeMs)
    const ahead = to > fromMs && !reducedMotion()
    // At the end, play goes back to the start: where it begins is said after it.
    dispatch({ type: ahead ? 'play' : 'pause' })
    dispatch({ type: 'seek', timeMs: ahead ? fromMs : to })
    if (ahead) until = to
  }

  return {
    run,
    sequence: all,
    time,
    frameOf: framesOf(all, partOf, isElsewhere, time),
    player,
    openGate: createMarkup(time, () => (dragged ? 'drags' : state.playing ? 'plays' : 'steps')),
    setDragged: (now) => {
      dragged = now
    },
    selection,
    inspected,
    sources,
    inspect,
    dispatch,
    playTo,
    until: () => until,
    setTime: (timeMs, how) => apply({ ...playerReducer(state, { type: 'seek', timeMs }), ...how }),
    partOf,
    isElsewhere,
    goTo: (kind) => dispatch({ type: 'seek', timeMs: startOf(all, partOf(kind)) }),
    hold(still) {
      held = still
      clock.run(state.playing && !held)
    },
    asks: createAsks(),
  }
}

/**
 * Many painters ask for the same moment: each kind's last frame is kept, also while the clock is in another part, so that the
 * same frame is the same object and need not be painted again.
 */
function framesOf(
  all: Sequence,
  partOf: LessonHandle['partOf'],
  isElsewhere: LessonHandle['isElsewhere'],
  time: Readable<number>,
): LessonHandle['frameOf'] {
  const last: { [K in RunKind]?: { localMs: number; timeMs: number; frame: ForwardFrame | BackwardFrame | null } } = {}
  return <K extends RunKind>(kind: K) => {
    const timeMs = time.get()
    const known = last[kind]
    if (known?.timeMs === timeMs) return known.frame as FrameOfKind<K> | null
    const index = partOf(kind)
    const part = all.parts[index]
    const localMs = part ? localTime(all, index, isElsewhere(kind) ? stillOf(all, index) : timeMs) : 0
    const same = known?.localMs === localMs
    const frame = same ? known.frame : part ? frameAt(part.timeline, localMs) : null
    last[kind] = { localMs, timeMs, frame }
    return frame as FrameOfKind<K> | null
  }
}

/**
 * The moment of a part that teaches before anything moves: the prompt read and one token chosen, or, of a training step,
 * every gradient arrived.
 */
export function stillOf(all: Sequence, part: number): number {
  const still = all.cues.find((at) => at.part === part && (at.cue.kind === 'sample' || at.cue.kind === 'd_embed'))
  return still?.endMs ?? 0
}

/** The moment at which a part has begun: its first cue done, so that the clock stands in it and not at the end of the one before. */
export function startOf(all: Sequence, part: number): number {
  if (part <= 0) return 0
  return all.cues.find((at) => at.part === part)?.endMs ?? 0
}
