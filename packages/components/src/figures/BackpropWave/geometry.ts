import { clamp } from '@glassformer/core'

/** What a row of the network shows. */
export type WavePart = 'unembed' | 'mlp' | 'attn' | 'kv' | 'embed'

/** Where everything stands, in CSS pixels. Time runs up in the forward pass, positions run to the right. */
export interface WaveLayout {
  readonly positions: number
  readonly nLayers: number
  readonly width: number
  readonly height: number
  /** Height of one row. A layer has three: MLP, attention, keys and values. */
  readonly row: number
  /** Height of the losses above the rows. */
  readonly lossHeight: number
  readonly rows: number
  readonly column: number
  readonly node: { readonly w: number; readonly h: number }
  /** Whether there is room for numbers in the nodes. */
  readonly numbers: boolean
  /** Side of a K or V mark. */
  readonly mark: number
  /** Offsets from a column's left edge. */
  readonly at: {
    readonly stream: number
    readonly node: number
    readonly tap: number
    readonly k: number
    readonly v: number
  }
  /** Offsets from the top of a row of keys and values. */
  readonly railY: number
  readonly markY: number
}

/** Room for the losses: the tallest bar, and its light above it. */
export const LOSS_HEIGHT = 40

/** Pixels that a row takes: fewer in a deep model. */
export function rowHeight(nLayers: number): number {
  return nLayers <= 4 ? 28 : Math.max(12, Math.floor(112 / nLayers))
}

/** Whether tokens are written downwards, so that many columns fit. */
export function isDense(positions: number): boolean {
  return positions > 16
}

/** The least width of a column; narrower containers scroll. */
export function minColumn(positions: number): number {
  return isDense(positions) ? 24 : 44
}

export function layoutOf(positions: number, nLayers: number, width: number): WaveLayout {
  const row = rowHeight(nLayers)
  const rows = 3 * nLayers + 2
  const column = width / positions
  // In a narrow column the stream moves over, to leave room for K and V.
  const stream = column * (column < 44 ? 0.36 : 0.5)
  const gap = clamp(column * 0.08, 2, 14)
  const w = clamp(column - stream - gap - 2, 7, 64)
  const node = stream + gap
  return {
    positions,
    nLayers,
    width,
    height: LOSS_HEIGHT + rows * row,
    row,
    lossHeight: LOSS_HEIGHT,
    rows,
    column,
    node: { w, h: clamp(row * 0.62, 6, 18) },
    numbers: w >= 44 && row >= 26,
    mark: clamp(Math.min(w * 0.24, row * 0.4), 4, 10),
    at: { stream, node, tap: node + Math.min(6, w * 0.12), k: node + w * 0.4, v: node + w * 0.88 },
    railY: row * 0.2,
    markY: row * 0.66,
  }
}

/** What row `index` (from the top) shows, and of which layer. */
export function partOfRow(index: number, nLayers: number): { readonly part: WavePart; readonly layer: number | null } {
  if (index <= 0) return { part: 'unembed', layer: null }
  if (index > 3 * nLayers) return { part: 'embed', layer: null }
  const parts = ['mlp', 'attn', 'kv'] as const
  return { part: parts[(index - 1) % 3] as WavePart, layer: nLayers - 1 - Math.floor((index - 1) / 3) }
}

/** The row that shows a part: the inverse of `partOfRow`. */
export function rowOf(part: WavePart, layer: number | null, nLayers: number): number {
  if (part === 'unembed') return 0
  if (part === 'embed' || layer === null) return 3 * nLayers + 1
  return 1 + 3 * (nLayers - 1 - layer) + (part === 'mlp' ? 0 : part === 'attn' ? 1 : 2)
}

export const rowTop = (layout: WaveLayout, row: number) => layout.lossHeight + row * layout.row
export const rowMiddle = (layout: WaveLayout, row: number) => rowTop(layout, row) + layout.row / 2
export const columnLeft = (layout: WaveLayout, position: number) => position * layout.column

export type WaveScale = 'sqrt' | 'linear'

/** Brightness, 0 to 1, of a norm on a scale that ends at `max`. */
export function brightness(norm: number, max: number, scale: WaveScale): number {
  if (!(max > 0)) return 0
  const share = clamp(norm / max)
  return scale === 'sqrt' ? Math.sqrt(share) : share
}
