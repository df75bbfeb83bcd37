import type { LessonHandle } from '../lesson/handle'

/** What is brought up to date when nothing has changed for a while. */
export interface Follower {
  /** Whether it shows something else than the lesson does now. */
  readonly isStale: (versions: Versions) => boolean
  readonly update: (versions: Versions) => void
}

/** How often time and selection have changed. */
export interface Versions {
  readonly time: number
  readonly selection: number
}

export interface Rest {
  /** Brings the follower up to date whenever the lesson has come to rest, and before the page is printed. */
  readonly follow: (follower: Follower) => () => void
  /** Brings all that follows up to date now: for a copy of a lesson that is made to be printed. */
  readonly settle: () => void
  /** Something else than time and selection has changed. */
  readonly touch: () => void
  readonly versions: () => Versions
}

const REST_MS = 200
/** Longest that one turn of updates holds the page up. */
const TURN_MS = 6

const known = new WeakMap<LessonHandle, Rest>()

/**
 * The rest of a lesson: one timer for all that follows it, which runs only after a change, and a listener for the printer.
 * While the clock plays or is dragged, a change costs a sum and a comparison.
 */
export function restOf(lesson: LessonHandle): Rest {
  const rest = known.get(lesson) ?? createRest(lesson)
  known.set(lesson, rest)
  return rest
}

function createRest(lesson: LessonHandle): Rest {
  const followers = new Set<Follower>()
  let versions: Versions = { time: 0, selection: 0 }
  let changedAt = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let printing = false
  let stops: (() => void)[] = []

  const touch = () => {
    changedAt = performance.now()
    if (timer === undefined && !lesson.player.get().playing) timer = setTimeout(check, REST_MS)
  }
  const check = () => {
    timer = undefined
    // A pause touches again.
    if (lesson.player.get().playing) return
    const now = performance.now()
    const left = changedAt + REST_MS - now
    if (left > 1) {
      timer = setTimeout(check, left)
      return
    }
    for (const follower of followers) {
      if (!follower.isStale(versions)) continue
      if (performance.now() - now > TURN_MS) {
        timer = setTimeout(check, 0)
        return
      }
      follower.update(versions)
    }
  }
  const updateNow = (follower: Follower) => {
    if (follower.isStale(versions)) follower.update(versions)
  }
  const settle = () => {
    for (const follower of followers) updateNow(follower)
  }
  const beforePrint = () => {
    printing = true
    settle()
  }
  const afterPrint = () => {
    printing = false
  }
  const start = () => {
    addEventListener('beforeprint', beforePrint)
    addEventListener('afterprint', afterPrint)
    stops = [
      lesson.time.subscribe(() => {
        versions = { ...versions, time: versions.time + 1 }
        touch()
      }),
      lesson.selection.subscribe(() => {
        versions = { ...versions, selection: versions.selection + 1 }
        touch()
      }),
      lesson.player.subscribe(touch),
      () => removeEventListener('beforeprint', beforePrint),
      () => removeEventListener('afterprint', afterPrint),
      () => clearTimeout(timer),
    ]
  }
  return {
    versions: () => versions,
    touch,
    settle,
    follow(follower) {
      if (followers.size === 0) start()
      followers.add(follower)
      // Markup that is brought up to date for the printer may bring new pictures: there is no rest to wait for.
      if (printing) updateNow(follower)
      else touch()
      return () => {
        followers.delete(follower)
        if (followers.size > 0) return
        for (const stop of stops) stop()
        timer = undefined
        printing = false
      }
    },
  }
}
