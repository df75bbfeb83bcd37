import type { CellBuffers, Now, ReadKeys, VisibleKeys } from '../../kit'
import { layersProjected, layersScored } from './state'

/** One side's grid in one step: its rows `from` to `to - 1` are computed, those before are kept. */
export interface GridScene {
  readonly from: number
  readonly to: number
  readonly size: number
  readonly nLayers: number
  readonly keys: VisibleKeys
  /** Which of these were scored, where a policy gave some up. */
  readonly reads: ReadKeys | null
  /** Rows before this were computed by another request. */
  readonly taken: number
}

/** Share of a full cell that a kept one shows: there, and not worked on. */
const KEPT = 52
const LEVEL = 235

/**
 * Every query-key pair as full as the part of the layers that have scored it by now: all rows of a layer together, each from
 * its first key on. Rows of earlier steps are there, and faint.
 */
export function fillScores(scene: GridScene, { level, opacity }: CellBuffers, { frame }: Now<'forward'>): void {
  const { from, to, size, nLayers, keys, reads } = scene
  const scored = frame ? layersScored(frame) : nLayers
  const whole = Math.floor(scored)
  const part = scored - whole
  for (let q = 0; q < size; q++) {
    const first = keys.first[q] as number
    for (let k = 0; k < size; k++) {
      const cell = q * size + k
      level[cell] = LEVEL
      const inLayers = whole + (k - first < part * (q + 1 - first) ? 1 : 0)
      const layers = reads ? layersReading(reads, Math.min(nLayers, inLayers), q, k) : Math.min(nLayers, inLayers)
      const now = Math.round((255 * layers) / nLayers)
      const kept = !reads || layersReading(reads, nLayers, q, k) > 0 ? KEPT : 0
      opacity[cell] = k < first || k > q || q >= to ? 0 : q >= from ? now : kept
    }
  }
}

/** In how many of the first layers a query read a key. */
export function layersReading(reads: ReadKeys, layers: number, query: number, key: number): number {
  let count = 0
  for (let layer = 0; layer < layers; layer++) if (reads(layer, query, key)) count++
  return count
}

/**
 * The cells of a side's rows that it saw and no layer scored, since the policy had given the key up (or another request
 * computed the row), for CSS `clip-path`: a box for each stretch of a row, one after another through the corner.
 */
export function unreadPolygon({ to, size, nLayers, keys, reads }: GridScene): string | null {
  const corners: string[] = []
  const percent = (index: number) => `${Math.round((index / size) * 100_000) / 1000}%`
  for (let q = 0; reads && q < to; q++) {
    const isUnread = (k: number) => k <= q && layersReading(reads, nLayers, q, k) === 0
    for (let k = keys.first[q] as number; k <= q; k++) {
      if (!isUnread(k)) continue
      const from = k
      while (isUnread(k + 1)) k++
      const [left, right, top, bottom] = [from, k + 1, q, q + 1].map(percent)
      corners.push(
        '0 0',
        `${left} ${top}`,
        `${right} ${top}`,
        `${right} ${bottom}`,
        `${left} ${bottom}`,
        `${left} ${top}`,
      )
    }
  }
  return corners.length > 0 ? `polygon(${corners.join(',')},0 0)` : null
}

/** Every position as full as the part of the layers that have projected it by now. */
export function fillProjected(scene: GridScene, { level, opacity }: CellBuffers, { frame }: Now<'forward'>): void {
  const { from, to, size, nLayers, taken } = scene
  const projected = frame ? layersProjected(frame) : nLayers
  for (let q = 0; q < size; q++) {
    level[q] = LEVEL
    opacity[q] = q >= to || q < taken ? 0 : q < from ? KEPT : Math.round((255 * projected) / nLayers)
  }
}
