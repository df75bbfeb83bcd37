import type { Palette } from '../../kit'
import { columnLeft, rowMiddle, rowTop, type WaveLayout } from './geometry'

/** The network asleep: everything that stands still. */
export function paintBase(context: CanvasRenderingContext2D, layout: WaveLayout, palette: Palette): void {
  const { positions, nLayers, rows } = layout
  context.clearRect(0, 0, layout.width, layout.height)
  context.lineWidth = 1
  context.strokeStyle = palette.hairline
  context.fillStyle = palette.raised
  context.beginPath()
  for (let t = 0; t < positions; t++) {
    const x = columnLeft(layout, t) + layout.at.stream
    context.moveTo(x, rowMiddle(layout, 0))
    context.lineTo(x, rowMiddle(layout, rows - 1))
    for (let row = 1; row < rows - 1; row++) {
      if ((row - 1) % 3 === 2) linkPath(context, layout, t, row)
      else stubPath(context, layout, t, row)
    }
  }
  for (let l = 0; l < nLayers; l++) railPath(context, layout, 3 + 3 * l, 0, positions - 1)
  context.stroke()
  context.beginPath()
  for (let t = 0; t < positions; t++)
    for (let row = 0; row < rows; row++)
      if (row === 0 || row === rows - 1 || row % 3 !== 0) nodePath(context, layout, t, row)
  context.fill()
  context.stroke()
  context.globalAlpha = 0.8
  context.fillStyle = palette.panel
  for (const kind of ['k', 'v'] as const) {
    context.strokeStyle = kind === 'k' ? palette.keys : palette.values
    context.beginPath()
    for (let t = 0; t < positions; t++) for (let l = 0; l < nLayers; l++) markPath(context, layout, t, 3 + 3 * l, kind)
    context.fill()
    context.stroke()
  }
  context.globalAlpha = 1
}

/** A node: on the stream at both ends of the network, beside it in the layers. */
export function nodePath(context: CanvasRenderingContext2D, layout: WaveLayout, position: number, row: number): void {
  const { w, h } = layout.node
  context.roundRect(nodeX(layout, position, row), rowMiddle(layout, row) - h / 2, w, h, Math.min(4, h / 3))
}

export function nodeX(layout: WaveLayout, position: number, row: number): number {
  const left = columnLeft(layout, position)
  const ends = row === 0 || row === layout.rows - 1
  return left + (ends ? Math.max(1, layout.at.stream - layout.node.w / 2) : layout.at.node)
}

/** Between the stream and a node beside it: out of the node above, into it below. */
function stubPath(context: CanvasRenderingContext2D, layout: WaveLayout, position: number, row: number): void {
  const left = columnLeft(layout, position)
  const y = rowMiddle(layout, row)
  for (const side of [-1, 1]) {
    context.moveTo(left + layout.at.stream, y + (side * layout.node.h) / 4)
    context.lineTo(left + layout.at.node, y + (side * layout.node.h) / 4)
  }
  if ((row - 1) % 3 === 1) tapPath(context, layout, position, row)
}

/** From an attention node down to the rail below it. */
function tapPath(context: CanvasRenderingContext2D, layout: WaveLayout, position: number, row: number): void {
  const x = columnLeft(layout, position) + layout.at.tap
  context.moveTo(x, rowMiddle(layout, row) + layout.node.h / 2)
  context.lineTo(x, rowTop(layout, row + 1) + layout.railY)
}

/** From the stream to K and V, and from them up to the rail. */
export function linkPath(context: CanvasRenderingContext2D, layout: WaveLayout, position: number, row: number): void {
  const left = columnLeft(layout, position)
  const y = rowTop(layout, row)
  context.moveTo(left + layout.at.stream, y + layout.markY)
  context.lineTo(left + layout.at.v, y + layout.markY)
  for (const x of [layout.at.k, layout.at.v]) {
    context.moveTo(left + x, y + layout.markY)
    context.lineTo(left + x, y + layout.railY)
  }
}

/** The rail of the row above which it lies, from one position to a later one. */
function railPath(context: CanvasRenderingContext2D, layout: WaveLayout, row: number, from: number, to: number): void {
  const y = rowTop(layout, row) + layout.railY
  context.moveTo(columnLeft(layout, from) + layout.at.tap, y)
  context.lineTo(columnLeft(layout, to) + layout.at.v, y)
}

/** K is a square, V a diamond. */
export function markPath(
  context: CanvasRenderingContext2D,
  layout: WaveLayout,
  position: number,
  row: number,
  kind: 'k' | 'v',
): void {
  const x = columnLeft(layout, position) + layout.at[kind]
  const y = rowTop(layout, row) + layout.markY
  const r = layout.mark / 2
  if (kind === 'k') context.rect(x - r, y - r, 2 * r, 2 * r)
  else {
    const d = r * 1.3
    context.moveTo(x, y - d)
    context.lineTo(x + d, y)
    context.lineTo(x, y + d)
    context.lineTo(x - d, y)
    context.closePath()
  }
}
