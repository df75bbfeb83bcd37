import type { CellBuffers, Now, VisibleKeys } from '../../kit'
import { layersProjected, layersScored } from './state'

/** One side's grid in one step: its rows `from` to `to - 1` are computed, those before are kept. */
export interface GridScene {
  readonly from: number
  readonly to: number
  readonly size: number
  readonly nLayers: number
  readonly keys: VisibleKeys
}

/** Share of a full cell that a kept one shows: there, and not worked on. */
const KEPT = 52
const LEVEL = 235

/**
 * Every query-key pair as full as the part of the layers that have scored it by now: all rows of a layer together, each from
 * its first key on. Rows of earlier steps are there, and faint.
 */
export function fillScores(scene: GridScene, { level, opacity }: CellBuffers, { frame }: Now<'forward'>): void {
  const { from, to, size, nLayers, keys } = scene
  const scored = frame ? layersScored(frame) : nLayers
  const whole = Math.floor(scored)
  const part = scored - whole
  for (let q = 0; q < size; q++) {
    const first = keys.first[q] as number
    for (let k = 0; k < size; k++) {
      const cell = q * size + k
      level[cell] = LEVEL
      const inLayers = whole + (k - first < part * (q + 1 - first) ? 1 : 0)
      const now = Math.round((255 * Math.min(nLayers, inLayers)) / nLayers)
      opacity[cell] = k < first || k > q || q >= to ? 0 : q >= from ? now : KEPT
    }
  }
}

/** Every position as full as the part of the layers that have projected it by now. */
export function fillProjected(scene: GridScene, { level, opacity }: CellBuffers, { frame }: Now<'forward'>): void {
  const { from, to, size, nLayers } = scene
  const projected = frame ? layersProjected(frame) : nLayers
  for (let q = 0; q < size; q++) {
    level[q] = LEVEL
    opacity[q] = q >= to ? 0 : q < from ? KEPT : Math.round((255 * projected) / nLayers)
  }
}
