import type { CellAddress, GridCell } from '../../kit'
import { bytesInAll, type CacheView } from './data'

/** A part of a row, in CSS pixels from the top of the plot. */
export interface Strip {
  readonly top: number
  readonly height: number
}

/** One row of slots: a head of an open layer, or a folded layer (`head` null). */
export interface SlotRow {
  readonly layer: number
  readonly head: number | null
  readonly top: number
  readonly height: number
  readonly k: Strip
  readonly lane: Strip
  readonly v: Strip
  /** Index of the first pixel row of K and of V within the band. A row above K and a row below V belong to the slot's frame. */
  readonly kPixel: number
  readonly vPixel: number
}

/** One layer: open, with a row of slots per head and a pixel row per number; or folded, with a pixel row per head. */
export interface Band {
  readonly layer: number
  readonly open: boolean
  readonly top: number
  readonly height: number
  /** CSS pixels of a pixel row. */
  readonly cellPx: number
  /** Pixel rows, lanes and paddings included. */
  readonly pixelRows: number
  /** Pixel rows of one strip: d_head, or the number of heads. */
  readonly stripRows: number
  readonly rows: readonly SlotRow[]
}

export interface Shelf {
  readonly bands: readonly Band[]
  readonly rows: readonly SlotRow[]
  readonly height: number
  /** Whether every layer is open, so that none can be folded. */
  readonly allOpen: boolean
  /** Whether an open layer shows every head; otherwise one. */
  readonly allHeads: boolean
}

const BAND_GAP_PX = 12
const MAX_CELL_PX = 4
/** The height that a plot with every layer open may take. */
const ROOM_PX = 464
/** The height at which an open layer shows one head at a time. */
const MOST_PX = 720

interface Sizes {
  readonly cellPx: number
  readonly pad: number
  readonly lane: number
}
const openSizes = (cellPx: number): Sizes => ({
  cellPx,
  pad: Math.max(2, Math.ceil(4 / cellPx)),
  lane: Math.round(12 / cellPx),
})
const rowPixels = ({ pad, lane }: Sizes, stripRows: number) => 2 * (pad + stripRows) + lane

/** Lays the layers out from the top; `open` is the layer to open where not all fit, `head` the one shown where not all heads fit. */
export function layOutShelf(view: CacheView, open: number, head: number): Shelf {
  const { nHeads, dHead } = view
  const nLayers = view.layers.length
  const openHeight = (cellPx: number, heads = nHeads) => heads * rowPixels(openSizes(cellPx), dHead) * cellPx
  const gaps = (nLayers - 1) * BAND_GAP_PX
  const folded: Sizes = { cellPx: nHeads > 6 ? 1 : 2, pad: nHeads > 6 ? 2 : 1, lane: nHeads > 6 ? 6 : 3 }
  const foldedHeight = rowPixels(folded, nHeads) * folded.cellPx
  const largestCell = (fits: (cellPx: number) => boolean, least: number) => {
    for (let cellPx = MAX_CELL_PX; cellPx >= least; cellPx--) if (fits(cellPx)) return cellPx
    return null
  }
  const allCell = largestCell((cellPx) => nLayers * openHeight(cellPx) + gaps <= ROOM_PX, 2)
  const room = ROOM_PX - gaps - (nLayers - 1) * foldedHeight
  const oneCell = largestCell((cellPx) => openHeight(cellPx) <= room, 2) ?? 1
  const allHeads = openHeight(oneCell) <= MOST_PX
  const headCell = allHeads ? oneCell : (largestCell((cellPx) => openHeight(cellPx, 1) <= room, 1) ?? 1)

  const bands: Band[] = []
  let top = 0
  for (let layer = 0; layer < nLayers; layer++) {
    const isOpen = allCell !== null || layer === open
    const heads = !isOpen ? [null] : allHeads || allCell ? Array.from({ length: nHeads }, (_, h) => h) : [head]
    const sizes = isOpen ? openSizes(allCell ?? headCell) : folded
    const band = layOutBand(layer, isOpen, top, heads, sizes, isOpen ? dHead : nHeads)
    bands.push(band)
    top += band.height + BAND_GAP_PX
  }
  return {
    bands,
    rows: bands.flatMap(({ rows }) => rows),
    height: top - BAND_GAP_PX,
    allOpen: allCell !== null,
    allHeads: allHeads || allCell !== null,
  }
}

function layOutBand(
  layer: number,
  open: boolean,
  top: number,
  heads: readonly (number | null)[],
  sizes: Sizes,
  stripRows: number,
): Band {
  const { cellPx, pad, lane } = sizes
  const each = rowPixels(sizes, stripRows)
  const rows = heads.map((head, i): SlotRow => {
    const first = i * each
    const strip = (from: number, count: number): Strip => ({ top: top + from * cellPx, height: count * cellPx })
    const kPixel = first + pad
    const vPixel = kPixel + stripRows + lane
    return {
      layer,
      head,
      ...strip(first, each),
      k: strip(kPixel, stripRows),
      lane: strip(kPixel + stripRows, lane),
      v: strip(vPixel, stripRows),
      kPixel,
      vPixel,
    }
  })
  const pixelRows = each * heads.length
  return { layer, open, top, height: pixelRows * cellPx, cellPx, pixelRows, stripRows, rows }
}

/** The least width of a column: a run too wide for its place scrolls. */
export function leastColumnPx(positions: number): number {
  if (positions <= 4) return 64
  return positions <= 16 ? 28 : positions <= 32 ? 16 : 8
}

/** The most width of a column, so that two do not look lost and twelve fill their place. */
export function mostColumnPx(positions: number): number {
  return Math.round(Math.min(160, Math.max(96, 640 / positions)))
}

/** The bytes at the ruler's end: those of the full cache, or more where the run's blocks take more. */
export function rulerEnd(view: CacheView): number {
  const { blocks } = view.keeping ?? {}
  const rows = blocks ? Math.max(0, ...blocks.tables.map(({ length }) => length)) * blocks.size : 0
  return Math.max(bytesInAll(view), rows * view.layers.length * view.slotBytes)
}

/** Places of the ruler's marks, in bytes: round steps, at most one for each 56 px of the narrowest ruler. */
export function rulerMarks(totalBytes: number, positions: number): number[] {
  const most = Math.min(6, Math.max(1, Math.floor((positions * leastColumnPx(positions)) / 56)))
  let step = 64
  while (totalBytes / step > most) step *= 2
  return Array.from({ length: Math.floor(totalBytes / step) + 1 }, (_, i) => i * step)
}

/** One row of numbers that the pointer and the keyboard come to: number `index` of K or V of a slot, or a folded head's length. */
export interface Line {
  readonly slot: SlotRow
  readonly open: boolean
  readonly kind: 'k' | 'v'
  readonly index: number
  /** CSS pixels from the top of the plot, and its height. */
  readonly top: number
  readonly height: number
}

/** Every row of numbers, from the top down. */
export function linesOf({ bands }: Shelf): readonly Line[] {
  return bands.flatMap(({ rows, open, stripRows, cellPx }) =>
    rows.flatMap((slot) =>
      (['k', 'v'] as const).flatMap((kind) =>
        Array.from({ length: stripRows }, (_, index) => ({
          slot,
          open,
          kind,
          index,
          top: slot[kind].top + index * cellPx,
          height: cellPx,
        })),
      ),
    ),
  )
}

/** The row of numbers at a height; in gaps and lanes the one above. */
export function lineAt(lines: readonly Line[], y: number): number {
  const above = lines.findLastIndex(({ top }) => top <= y)
  return Math.max(0, above)
}

/** Which number of the run a row and a column show; `null` for a length, which is of many numbers. */
export function addressIn(view: CacheView, { slot, open, kind, index }: Line, column: number): CellAddress | null {
  const tensor = view.layers[slot.layer]?.names[kind]
  return open && slot.head !== null && tensor ? { tensor, index: [column, slot.head, index] } : null
}

/** Where a number of K or V is shown: its own row, or in a folded layer the length that it is a part of. */
export function placeIn(view: CacheView, lines: readonly Line[], { tensor, index }: CellAddress): GridCell | null {
  const [column, head, number] = index as [number, number, number]
  const row = lines.findIndex(({ slot, open, kind, index: at }) => {
    if (view.layers[slot.layer]?.names[kind] !== tensor) return false
    return open ? slot.head === head && at === number : at === head
  })
  return row < 0 || column >= view.positions ? null : { row, column }
}
