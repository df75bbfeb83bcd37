import { frame } from 'framer-motion'
import type { Readable } from './store'

/** How time moves: by steps and jumps, by the running clock, or under the reader's hand on the scrubber. */
export type Pace = 'steps' | 'plays' | 'drags'

/** Tells the markup of one figure when to render again. */
export interface MarkupGate {
  readonly subscribe: (listener: () => void) => () => void
  readonly isInView: () => boolean
  /** Whether time has moved on since it was told: until it is told again, a figure's markup is all of that moment. */
  readonly isLate: () => boolean
  readonly setInView: (inView: boolean) => void
}

/** Words that change more often than this cannot be read, so a dragged figure's do not; what is painted follows every frame. */
const IN_VIEW_MS = 60
/** What is out of sight may be read aloud meanwhile: it is never older than this. */
const OUT_OF_VIEW_MS = 1000
/** Time stands still when it has not moved for so long. */
const STANDS_MS = 120

interface Gate {
  readonly listeners: Set<() => void>
  inView: boolean
  /** Whether time has moved since it was told, and when that was. */
  late: boolean
  toldMs: number
}

/**
 * The moments at which markup follows the clock. After a step or a jump all of it does, at once. While the clock plays, what
 * is out of view waits; while the scrubber is dragged, which goes over many steps a second, one figure follows in each
 * frame. When time stands still all is brought up to date, and no frame is asked for any more.
 */
export function createMarkup(time: Readable<number>, pace: () => Pace): () => MarkupGate {
  const gates = new Set<Gate>()
  let asked = false
  let movedMs = Number.NEGATIVE_INFINITY

  const tell = (gate: Gate) => {
    gate.late = false
    gate.toldMs = performance.now()
    for (const listener of [...gate.listeners]) listener()
  }
  const ask = () => {
    if (asked) return
    asked = true
    frame.render(turn)
  }
  const turn = () => {
    asked = false
    const now = performance.now()
    const stands = now - movedMs > STANDS_MS
    const late = [...gates].filter((gate) => gate.late)
    const [first] = late
      .filter((gate) => stands || now - gate.toldMs >= (gate.inView ? IN_VIEW_MS : OUT_OF_VIEW_MS))
      .sort((a, b) => Number(b.inView) - Number(a.inView) || a.toldMs - b.toldMs)
    if (first) tell(first)
    if (late.length > (first ? 1 : 0)) ask()
  }
  // A page is printed as a whole, in view or not, and is not asked twice.
  const beforePrint = () => {
    for (const gate of gates) if (gate.late) tell(gate)
  }
  time.subscribe(() => {
    const by = pace()
    if (by !== 'steps') movedMs = performance.now()
    for (const gate of gates)
      if (by === 'steps' || (by === 'plays' && gate.inView)) tell(gate)
      else {
        gate.late = true
        ask()
      }
  })

  return () => {
    const gate: Gate = { listeners: new Set(), inView: true, late: false, toldMs: Number.NEGATIVE_INFINITY }
    return {
      subscribe(listener) {
        if (gates.size === 0) globalThis.addEventListener?.('beforeprint', beforePrint)
        gate.listeners.add(listener)
        gates.add(gate)
        return () => {
          gate.listeners.delete(listener)
          if (gate.listeners.size === 0) gates.delete(gate)
          if (gates.size === 0) globalThis.removeEventListener?.('beforeprint', beforePrint)
        }
      },
      isInView: () => gate.inView,
      isLate: () => gate.late,
      setInView(inView) {
        gate.inView = inView
        if (inView && gate.late) tell(gate)
      },
    }
  }
}
