import { clamp, type ForwardFrame } from '@glassformer/core'
import { type CellBuffers, signedT } from '../../kit'
import { type CacheView, keysRead, weightOf } from './data'
import type { Band } from './geometry'
import { goneFrom, readerAt, readingOf, standingIn } from './state'

const FULL = 255

/** The numbers of K and V of an open layer: whole where held, as far as the write has come in the new columns; what is evicted fades. */
export function fillVectors(view: CacheView, band: Band, frame: ForwardFrame | null, cells: CellBuffers): void {
  const { k, v } = view.layers[band.layer] as CacheView['layers'][number]
  const { nHeads, dHead } = view
  fillStrips(view, band, frame, cells, (head, i, position, kind) => {
    const at = (position * nHeads + head) * dHead + i
    const t = kind === 'k' ? signedT(k.data[at] as number, view.kBound) : signedT(v.data[at] as number, view.vBound)
    return t * 255
  })
}

/** The norms of K, or of V, of a folded layer: one pixel per head. */
export function fillNorms(
  view: CacheView,
  band: Band,
  frame: ForwardFrame | null,
  kind: 'k' | 'v',
  cells: CellBuffers,
): void {
  const { kNorm, vNorm } = view.layers[band.layer] as CacheView['layers'][number]
  const norms = kind === 'k' ? kNorm : vNorm
  fillStrips(
    view,
    band,
    frame,
    cells,
    (_, head, position) => ((norms[position * view.nHeads + head] as number) / view.normBound) * 255,
    kind,
  )
}

function fillStrips(
  view: CacheView,
  band: Band,
  frame: ForwardFrame | null,
  { level, opacity }: CellBuffers,
  levelOf: (head: number, i: number, position: number, kind: 'k' | 'v') => number,
  only?: 'k' | 'v',
): void {
  level.fill(0)
  opacity.fill(0)
  if (!frame) return
  const { full, to, progress } = standingIn(view, frame, band.layer)
  const n = view.positions
  const left = Array.from({ length: to }, (_, p) => Math.round(FULL * (1 - goneFrom(view, frame, band.layer, p))))
  for (const row of band.rows)
    for (const kind of only ? [only] : (['k', 'v'] as const)) {
      const first = kind === 'k' ? row.kPixel : row.vPixel
      for (let i = 0; i < band.stripRows; i++) {
        const y = first + i
        const columns = y < progress * band.pixelRows ? to : full
        for (let p = 0; p < columns; p++) {
          const shows = left[p] as number
          if (shows === 0) continue
          level[y * n + p] = Math.round(levelOf(row.head ?? 0, i, p, kind))
          opacity[y * n + p] = shows
        }
      }
    }
}

/** The light on each slot that the current query reads: the attention weight, from the query leftwards, keys then values. */
export function fillReads(
  view: CacheView,
  band: Band,
  frame: ForwardFrame | null,
  position: number | null,
  { level, opacity }: CellBuffers,
): void {
  level.fill(0)
  opacity.fill(0)
  const query = frame && readerAt(frame, position)
  if (!frame || query === null || query >= view.positions) return
  const { keys, values } = readingOf(frame, band.layer, query)
  const n = view.positions
  const seen = keysRead(view, band.layer, query)
  const last = seen.at(-1)
  for (const row of band.rows) {
    const middle = row.kPixel + band.stripRows
    const start = row.kPixel - 1
    const end = row.vPixel + band.stripRows + 1
    for (const key of seen) {
      const weight = Math.round(clamp(weightOf(view, band.layer, row.head, query, key)) * 255)
      // Light fades with what it was read from.
      const shows = Math.round(FULL * (1 - goneFrom(view, frame, band.layer, key)))
      const keyLit = reached(keys, query, key, last)
      const valueLit = returned(values, query, key, last)
      for (let y = start; y < end; y++) {
        if (y >= middle && y < row.vPixel) continue
        if (y < middle ? !keyLit : !valueLit) continue
        level[y * n + key] = weight
        opacity[y * n + key] = shows
      }
    }
  }
}

/**
 * Whether light that runs from the query, back to the first column and, where there is no mask, on to the `last` key, has
 * come to the middle of a key's column.
 */
export function reached(progress: number, query: number, key: number, last = query): boolean {
  if (progress <= 0) return false
  return key > query ? key - query - 0.5 <= (last - query) * progress : key + 0.5 >= (query + 1) * (1 - progress)
}

/** Whether light that runs from the far ends to the query has passed the middle of a key's column. */
export function returned(progress: number, query: number, key: number, last = query): boolean {
  if (progress <= 0) return false
  return key > query ? last + 0.5 - key <= (last - query) * progress : key + 0.5 <= (query + 1) * progress
}
