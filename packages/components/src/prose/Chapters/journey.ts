import { type LessonHandle, stillOf } from '../../lesson/handle'
import { createStore, type Readable } from '../../lesson/store'
import type { Registry } from './outline'
import { activeAt, type Span, shareOf, spansOf } from './spans'

/** What the active segment does: it can be played (also on from its middle), it plays, or it waits for the reader at its end. */
export type Phase = 'ready' | 'playing' | 'waiting'

/** Where the reader is. */
export interface Stand {
  /** Index of the active segment; -1 while there is none. */
  readonly active: number
  readonly phase: Phase
}

/** What a reader did, which outlives the run that they did it in. */
export interface Memory {
  /** The key of the segment that they chose; `null` before they did anything. */
  chosen: string | null
  /** Whether the page is live: until then it is as the server, which may know more of the run, made it. */
  mounted: boolean
  /** Whether the clock has moved since. Until it has, the first segment is the active one beside the still that a lesson opens on. */
  moved: boolean
  /** Keys of the segments whose end they have seen. */
  readonly seen: Set<string>
}

export interface Journey {
  readonly lesson: LessonHandle
  readonly stand: Readable<Stand>
  readonly spans: () => readonly Span[]
  /** How far a segment has come, 0 to 1: those before the active one have come to their end. */
  readonly share: (index: number) => number
  /** Goes to a segment, and plays it from its start, or shows its still. */
  readonly go: (index: number, how: 'play' | 'still') => void
  /** Shows the still of a segment that the page was opened at; nothing once the reader has chosen another. */
  readonly open: (index: number) => void
  /** What the active segment's button does, and Space. Returns the segment that it went to. */
  readonly press: () => number
  /** Goes to a moment of a segment, 0 to 1. */
  readonly scrub: (index: number, share: number) => void
  /** Goes to the next or previous stop within a segment. */
  readonly step: (index: number, by: 1 | -1) => void
  /** Follows the clock; returns the way to stop. */
  readonly follow: () => () => void
}

/** The way of one reader through the segments, on one run. What is active is found from the clock and from what they chose. */
export function createJourney(lesson: LessonHandle, { outline }: Registry, memory: Memory): Journey {
  let spansFor: { readonly segments: unknown; readonly spans: readonly Span[] } | null = null
  const spans = () => {
    const { segments } = outline.get()
    if (spansFor?.segments !== segments) spansFor = { segments, spans: spansOf(lesson.sequence, segments) }
    return spansFor.spans
  }
  const keyOf = (index: number) => outline.get().segments[index]?.key
  const named = (index: number) => {
    const { from, to } = outline.get().segments[index] ?? {}
    return from !== undefined || to !== undefined
  }
  const activeNow = () => {
    const chosen = outline.get().segments.findIndex(({ key }) => key === memory.chosen)
    const still = lesson.time.get() === stillOf(lesson.sequence, 0)
    if (chosen < 0 && !memory.moved && (still || !memory.mounted)) return spans().length > 0 ? 0 : -1
    return activeAt(spans(), Math.max(0, chosen), lesson.time.get())
  }
  const standNow = (): Stand => {
    const active = activeNow()
    const span = spans()[active]
    // Before there is a run, what plays is told by the names.
    const plays = lesson.sequence.durationMs > 0 ? span && span.startMs < span.endMs : named(active)
    const known = span && (!plays || memory.seen.has(keyOf(active) ?? ''))
    const waits = known && lesson.time.get() >= span.endMs
    return { active, phase: lesson.player.get().playing ? 'playing' : waits ? 'waiting' : 'ready' }
  }
  const changes = createStore(0)
  let last: Stand = { active: -1, phase: 'ready' }
  const stand: Readable<Stand> = {
    get() {
      const now = standNow()
      if (now.active !== last.active || now.phase !== last.phase) last = now
      return last
    },
    subscribe: changes.subscribe,
  }
  let told = last
  const tell = () => {
    told = stand.get()
    changes.set(changes.get() + 1)
  }
  // Others may have asked since, and found it changed.
  const look = () => {
    if (stand.get() !== told) tell()
  }
  const go: Journey['go'] = (index, how) => {
    const span = spans()[index]
    const key = keyOf(index)
    if (!span || key === undefined) return
    memory.chosen = key
    if (how === 'play' && span.endMs > span.startMs) lesson.playTo(span.endMs, span.startMs)
    else {
      const seen = memory.seen.has(key)
      lesson.dispatch({ type: 'pause' })
      lesson.dispatch({ type: 'seek', timeMs: span.endMs })
      // To be put at its end is not to have seen it.
      if (!seen) memory.seen.delete(key)
    }
    look()
  }
  return {
    lesson,
    stand,
    spans,
    go,
    open(index) {
      if (memory.chosen === null && lesson.sequence.durationMs > 0) go(index, 'still')
    },
    share(index) {
      const span = spans()[index]
      const { active } = stand.get()
      if (!span || index !== active) return index < active ? 1 : 0
      return shareOf(span, lesson.time.get())
    },
    press() {
      const { active, phase } = stand.get()
      const span = spans()[active]
      const timeMs = lesson.time.get()
      if (phase === 'playing') lesson.dispatch({ type: 'pause' })
      else if (phase === 'waiting' && active + 1 < spans().length) {
        go(active + 1, 'play')
        return active + 1
      } else if (span && span.startMs < timeMs && timeMs < span.endMs) {
        memory.chosen = keyOf(active) ?? null
        lesson.playTo(span.endMs)
      } else go(active, 'play')
      return active
    },
    scrub(index, share) {
      const span = spans()[index]
      if (!span) return
      memory.chosen = keyOf(index) ?? null
      lesson.dispatch({ type: 'seek', timeMs: span.startMs + share * (span.endMs - span.startMs) })
      look()
    },
    step(index, by) {
      const span = spans()[index]
      if (!span) return
      const inside = stand.get().active === index
      const now = inside ? lesson.time.get() : span.startMs
      const stops = lesson.player.get().stops.filter((stop) => stop > span.startMs && stop < span.endMs)
      const to =
        by > 0
          ? (stops.find((stop) => stop > now) ?? span.endMs)
          : (stops.findLast((stop) => stop < now) ?? span.startMs)
      memory.chosen = keyOf(index) ?? null
      lesson.dispatch({ type: 'pause' })
      lesson.dispatch({ type: 'seek', timeMs: to })
      look()
    },
    follow() {
      memory.mounted = true
      look()
      const stops = [
        lesson.time.subscribe(() => {
          memory.moved = true
          const active = activeNow()
          const span = spans()[active]
          if (span && lesson.time.get() >= span.endMs) memory.seen.add(keyOf(active) ?? '')
          look()
        }),
        lesson.player.subscribe(look),
        outline.subscribe(tell),
      ]
      return () => {
        for (const stop of stops) stop()
      }
    },
  }
}
