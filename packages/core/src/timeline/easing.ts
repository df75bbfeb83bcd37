import { checkOption } from '../tensor/errors'

const RISE_MS = 120
/** A third of the 450 ms fall: e^-3 is 5%. */
const TAU_MS = 150
const DARK_MS = RISE_MS + 6 * TAU_MS

/** `x` held between `low` (default 0) and `high` (default 1). */
export function clamp(x: number, low = 0, high = 1): number {
  checkNumber(x)
  checkNumber(low)
  checkNumber(high)
  return Math.min(Math.max(x, low), high)
}

/**
 * The light of a stage, 0 to 1, `sinceMs` milliseconds after it started. It rises linearly for 120 ms and then falls
 * exponentially: 5% are left 450 ms after the peak, and exactly 0 from 900 ms on (it would be 0.2%), so that a
 * stage at rest need not be drawn again. 0 before the start.
 */
export function flash(sinceMs: number): number {
  if (!(sinceMs > 0 && sinceMs < DARK_MS)) return 0
  return sinceMs < RISE_MS ? sinceMs / RISE_MS : Math.exp((RISE_MS - sinceMs) / TAU_MS)
}

/** How far the stretch `from` to `to` of a progress has come, 0 to 1: one part of a cue as a progress of its own. */
export function within(progress: number, from: number, to: number): number {
  checkNumber(progress)
  checkNumber(from)
  checkNumber(to)
  return clamp((progress - from) / (to - from))
}

function checkNumber(value: unknown): void {
  if (typeof value !== 'number') checkOption('What is held between bounds', value, false, 'a number', 'out-of-range')
}
