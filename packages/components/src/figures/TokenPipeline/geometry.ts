import { clamp } from '@glassformer/core'

export interface Point {
  readonly x: number
  readonly y: number
}

/** Height of a flight's arc as a part of its length. */
const SAGITTA = 0.16

/**
 * A point of the flight from `from` to `to`, at even speed along a circular arc that bulges to the right of the straight
 * line up. `progress` is held to 0..1, where it gives the two ends exactly.
 */
export function flightAt(progress: number, from: Point, to: Point): Point {
  const p = clamp(progress)
  if (p === 0) return from
  if (p === 1) return to
  const dx = to.x - from.x
  const dy = to.y - from.y
  const chord = Math.hypot(dx, dy)
  if (chord === 0) return from
  const height = SAGITTA * chord
  const radius = (chord * chord) / (8 * height) + height / 2
  const half = 2 * Math.atan((2 * height) / chord)
  const angle = half * (2 * p - 1)
  const along = chord / 2 + radius * Math.sin(angle)
  const aside = radius * Math.cos(angle) - radius + height
  return { x: from.x + (dx * along - dy * aside) / chord, y: from.y + (dy * along + dx * aside) / chord }
}

/** More tokens than this are folded in the middle until the reader unfolds them. */
export const FOLD_OVER = 32
const HEAD = 10
const TAIL = 18

/** The positions that are folded away: `from` to `to - 1`. Empty when all are shown. */
export function foldedRange(count: number, unfolded: boolean): { from: number; to: number } {
  return unfolded || count <= FOLD_OVER ? { from: 0, to: 0 } : { from: HEAD, to: count - TAIL }
}
