import type { ForwardFrame } from '@glassformer/core'
import { type CacheView, isComputed, weightOf } from './data'
import type { Band, SlotRow } from './geometry'
import { reached, returned } from './paint'
import { readerAt, readingOf, standingIn } from './state'

/** A weight below this is thinner than a pixel and is not drawn. */
const LEAST = 0.004
/** Thickness of the whole weight along the lane, as a part of the lane's height. */
const ALONG = 0.5
/** Width of a branch that takes the whole weight, and how far it bends on its way, in columns. */
const ACROSS = 0.6
const BEND = 0.3

/**
 * The thread of one row, as an SVG path in columns across and pixels down. Its thickness is the attention weight still to
 * be given out: all of it at the query's column, less after each key that is read; a branch as wide as the key's weight
 * goes up to K, and down to V.
 */
export function threadPath(view: CacheView, row: SlotRow, frame: ForwardFrame | null, position: number | null): string {
  const query = frame && readerAt(frame, position)
  if (!frame || query === null || query >= view.positions || !isComputed(view, query)) return ''
  const { keys, values } = readingOf(frame, row.layer, query)
  if (keys === 0) return ''
  const { top, height } = row.lane
  const middle = top + height / 2
  const head = (query + 1) * (1 - keys)
  const last = view.last[query] ?? query
  const upper: string[] = []
  const lower: string[] = []
  let branches = ''
  const weights = Array.from({ length: last + 1 }, (_, key) => weightOf(view, row.layer, row.head, query, key))
  const edge = (x: number, remaining: number) => {
    const half = (remaining * height * ALONG) / 2
    upper.push(`${places(x)} ${places(middle - half)}`)
    lower.unshift(`${places(x)} ${places(middle + half)}`)
  }
  let left = 0
  /** What later keys take, where there is no mask: it runs the other way. */
  let right = weights.slice(query + 1).reduce((sum, weight) => sum + weight, 0)
  for (const [key, weight] of weights.entries()) {
    if (key > query) {
      const end = Math.min(key + 1, query + 1 + (last - query) * keys)
      if (end > key) edge(key, right)
      if (end > key) edge(end, right - weight * (end - key))
      right -= weight
    } else if (key + 1 > head) {
      const from = Math.max(key, head)
      edge(from, left + weight * (from - key))
      edge(key + 1, left + weight)
    }
    if (key <= query) left += weight
    if (weight < LEAST) continue
    if (reached(keys, query, key, last)) branches += branch(key, weight, middle, top, query)
    if (returned(values, query, key, last)) branches += branch(key, weight, middle, top + height, query)
  }
  return `M${upper.join('L')}L${lower.join('L')}Z${branches}`
}

/** A branch between the thread, on the side of the query, and the edge of a strip. */
function branch(key: number, weight: number, middle: number, edge: number, query: number): string {
  const [x0, x1] = [key + 0.5 - (weight * ACROSS) / 2, key + 0.5 + (weight * ACROSS) / 2]
  const corners = [`${places(x0)} ${edge}`, `${places(x1)} ${edge}`]
  const [out, back] = [x1, x0].map((x) => `Q${places(x)} ${middle} `)
  const bend = key > query ? -BEND : BEND
  const [far, near] = [x1, x0].map((x) => `${places(x + bend)} ${middle}`)
  // Both go round clockwise, as the thread does: shapes that overlap must not cut holes in each other.
  return edge < middle
    ? `M${corners[0]}L${corners[1]}${out}${far}L${near}${back}${corners[0]}Z`
    : `M${corners[1]}L${corners[0]}${back}${near}L${far}${out}${corners[1]}Z`
}

function places(x: number): string {
  return String(Math.round(x * 1000) / 1000)
}

/** The frame around the columns that are being written, or were just now: where it is, and how bright. */
export interface WriteLight {
  readonly from: number
  readonly to: number
  /** Pixels of the band that are written. */
  readonly height: number
  readonly opacity: number
}

export function writeLight(view: CacheView, band: Band, frame: ForwardFrame | null): WriteLight {
  if (!frame) return { from: 0, to: 0, height: 0, opacity: 0 }
  const { full, to, progress } = standingIn(view, frame, band.layer)
  const glow = frame.glow.write[band.layer] ?? 0
  if (to > full) return { from: full, to, height: band.height * progress, opacity: Math.max(0.6, glow) }
  const { from, to: end } = frame.cue
  return end > full ? { from: 0, to: 0, height: 0, opacity: 0 } : { from, to: end, height: band.height, opacity: glow }
}
