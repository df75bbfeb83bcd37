import { contrast, formatNumber, luminance, type Palette, type Selection } from '../../kit'
import type { Norms, Wave } from './data'
import { brightness, columnLeft, partOfRow, rowMiddle, rowTop, type WaveLayout, type WaveScale } from './geometry'
import { linkPath, markPath, nodePath, nodeX } from './paintBase'
import { lastArrived } from './reach'
import type { RowState } from './state'

/** What a row's light is painted from. */
export interface LightScene {
  readonly wave: Wave
  readonly layout: WaveLayout
  readonly palette: Palette
  /** Whether light adds up, as in the dark; on paper it is ink. */
  readonly dark: boolean
  readonly scale: WaveScale
  readonly selection: Selection
}

/** What is not chosen steps back by so much that it can still be read. */
const DIMMED = 0.65

/** How much of a position's light shows beside the chosen one. */
export function emphasis({ selection }: LightScene, position: number): number {
  const { position: query, key } = selection
  if (query === null && key === null) return 1
  return position === query || position === key ? 1 : DIMMED
}

/** Whether a panel, as `#rrggbb`, is dark: its green tells. */
export function isDark(panel: string): boolean {
  return Number.parseInt(panel.slice(3, 5), 16) < 128
}

/** Paints one row anew, and nothing outside it. */
export function paintRow(context: CanvasRenderingContext2D, scene: LightScene, row: number, state: RowState): void {
  const { wave, layout, palette } = scene
  const { part, layer } = partOfRow(row, wave.nLayers)
  const top = rowTop(layout, row)
  context.clearRect(0, top, layout.width, layout.row)
  const at = layer === null ? undefined : wave.layers[layer]
  const last = wave.layers[wave.nLayers - 1]
  const first = wave.layers[0]
  // At both ends the stream stops at the node that stands on it.
  const edge = part === 'unembed' ? layout.node.h / 2 : part === 'embed' ? -layout.node.h / 2 : 0
  const stream = { x: layout.at.stream, top, middle: rowMiddle(layout, row) + edge, bottom: top + layout.row }
  const segment = (norms: Norms | undefined, amount: number, from: number, to: number) =>
    norms && streamLight(context, scene, norms, amount, stream.x, from, to)
  if (state.computed > 0) {
    context.strokeStyle = palette.forward
    context.lineWidth = 1
    context.globalAlpha = 0.45 * state.computed
    context.beginPath()
    for (let t = 0; t < layout.positions; t++) {
      const x = columnLeft(layout, t) + stream.x
      if (state.above < 1 && part !== 'unembed') line(context, x, stream.top, stream.middle)
      if (state.below < 1 && part !== 'embed') line(context, x, stream.middle, stream.bottom)
    }
    context.stroke()
  }
  switch (part) {
    case 'unembed':
      segment(last?.resid_post, state.below, stream.middle, stream.bottom)
      nodeLight(context, scene, row, wave.logits, state.node)
      break
    case 'mlp':
      segment(at?.resid_post, state.above, stream.top, stream.middle)
      segment(at?.resid_mid, state.below, stream.middle, stream.bottom)
      if (at) nodeLight(context, scene, row, at.mlp_out, state.node)
      break
    case 'attn':
      segment(at?.resid_mid, state.above, stream.top, stream.middle)
      segment(at?.resid_pre, state.below, stream.middle, stream.bottom)
      if (!at || layer === null) break
      tapLight(context, scene, layer, row, state.tap)
      nodeLight(context, scene, row, at.attn_out, state.node)
      break
    case 'kv':
      segment(at?.resid_pre, state.below, stream.top, stream.bottom)
      if (layer !== null) railLight(context, scene, layer, row, state)
      break
    case 'embed':
      segment(first?.resid_pre, state.above, stream.top, stream.middle)
      nodeLight(context, scene, row, wave.embed, state.node)
  }
  context.globalAlpha = 1
}

function line(context: CanvasRenderingContext2D, x: number, from: number, to: number): void {
  context.moveTo(x, from)
  context.lineTo(x, to)
}

function streamLight(
  context: CanvasRenderingContext2D,
  scene: LightScene,
  norms: Norms,
  amount: number,
  offset: number,
  from: number,
  to: number,
): void {
  if (amount === 0) return
  const { layout, wave, scale, palette } = scene
  context.fillStyle = palette.gradient
  for (let t = 0; t < layout.positions; t++) {
    const bright = brightness(norms[t] as number, wave.max, scale)
    const width = 1 + 3 * bright
    context.globalAlpha = amount * bright * emphasis(scene, t)
    context.fillRect(columnLeft(layout, t) + offset - width / 2, from, width, to - from)
  }
}

function nodeLight(
  context: CanvasRenderingContext2D,
  scene: LightScene,
  row: number,
  norms: Norms,
  amount: number,
): void {
  if (amount === 0) return
  const { layout, wave, scale, palette, dark } = scene
  for (let t = 0; t < layout.positions; t++) {
    const norm = norms[t] as number
    const bright = brightness(norm, wave.max, scale)
    context.globalAlpha = amount * bright * emphasis(scene, t)
    context.fillStyle = palette.gradient
    context.beginPath()
    nodePath(context, layout, t, row)
    context.fill()
    if (!layout.numbers || amount < 1) continue
    context.globalAlpha = 1
    context.fillStyle = inkOnNode(palette, amount * bright * emphasis(scene, t), dark)
    context.font = '11px ui-monospace, "DejaVu Sans Mono", monospace'
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.fillText(formatNumber(norm, 2), nodeX(layout, t, row) + layout.node.w / 2, rowMiddle(layout, row) + 0.5)
  }
}

/**
 * The ink of a number on a node that its gradient's colour covers by `share`: black or white, whichever is read better there.
 * A still's colours are the theme's variables, of which nothing can be computed: there it is the theme's text or panel.
 */
export function inkOnNode(palette: Palette, share: number, dark: boolean): string {
  const [below, above] = [palette.raised, palette.gradient].map(bytesOf)
  if (!below || !above) return share > (dark ? 0.84 : 0.7) ? palette.panel : palette.text
  const light = luminance(below.map((byte, i) => byte + ((above[i] as number) - byte) * share))
  return contrast(light, 0) > contrast(light, 1) ? '#000000' : '#ffffff'
}

function bytesOf(color: string): number[] | undefined {
  return color.startsWith('#') ? [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)) : undefined
}

/**
 * What a layer's rail is shown for. With a key chosen, only what goes to that key, as a share of all that later queries
 * send it; otherwise everything, on the scale that all rails share.
 */
function railScale({ selection, wave, layout }: LightScene, layer: number): { key: number | null; max: number } {
  const reach = wave.layers[layer]
  const { key } = selection
  if (!reach || key === null || key >= layout.positions || selection.layer !== layer)
    return { key: null, max: wave.railMax }
  let max = 0
  for (let t = key + 1; t < layout.positions; t++) max += reach.sent[t * layout.positions + key] as number
  return { key, max }
}

/** What each query sends down to the rail: in the row of the attention, or the rest of the way in that of the rail. */
function tapLight(
  context: CanvasRenderingContext2D,
  scene: LightScene,
  layer: number,
  row: number,
  amount: number,
): void {
  const { layout, wave, scale, palette } = scene
  const reach = wave.layers[layer]
  if (amount === 0 || !reach) return
  const { positions: T } = layout
  const { key, max } = railScale(scene, layer)
  const attention = partOfRow(row, wave.nLayers).part === 'attn'
  const from = attention ? rowMiddle(layout, row) + layout.node.h / 2 : rowTop(layout, row)
  const to = attention ? rowTop(layout, row + 1) : from + layout.railY
  context.fillStyle = palette.gradient
  for (let t = 0; t < T; t++) {
    const sent = key === null ? (reach.flow[t * T + t - 1] ?? 0) : t > key ? (reach.sent[t * T + key] as number) : 0
    const bright = t === 0 ? 0 : brightness(sent, max, scale)
    const width = 1 + 2 * bright
    context.globalAlpha = amount * bright * (key === null ? emphasis(scene, t) : 1)
    context.fillRect(columnLeft(layout, t) + layout.at.tap - width / 2, from, width, to - from)
  }
}

/** The rail, and the keys and values that its light has come to. */
function railLight(
  context: CanvasRenderingContext2D,
  scene: LightScene,
  layer: number,
  row: number,
  { node: progress, below }: RowState,
): void {
  const { layout, wave, scale, palette } = scene
  const reach = wave.layers[layer]
  if (progress === 0 || !reach) return
  const { positions: T } = layout
  const { key, max } = railScale(scene, layer)
  const y = rowTop(layout, row) + layout.railY
  const shownRail = key === null && (scene.selection.key !== null || scene.selection.position !== null) ? DIMMED : 1
  tapLight(context, scene, layer, row, progress)
  context.fillStyle = palette.gradient
  for (let i = 0; i < T; i++) {
    let passed = 0
    const until = lastArrived(i, progress, T)
    for (let t = i + 1; t <= until; t++)
      passed += key === null ? (reach.flow[t * T + i] as number) : i >= key ? (reach.sent[t * T + key] as number) : 0
    const bright = brightness(passed, max, scale)
    const height = 1 + 3 * bright
    context.globalAlpha = bright * shownRail
    const x = columnLeft(layout, i) + layout.at.tap
    context.fillRect(x, y - height / 2, layout.column, height)
  }
  for (let s = 0; s < T; s++) {
    const at = lastArrived(s, progress, T) * T + s
    const shown = key === null ? emphasis(scene, s) : s === key ? 1 : DIMMED
    const k = brightness(reach.arrivedK[at] as number, wave.max, scale)
    const v = brightness(reach.arrivedV[at] as number, wave.max, scale)
    context.strokeStyle = palette.gradient
    context.lineWidth = 1 + Math.max(k, v)
    context.globalAlpha = Math.max(k, v) * below * shown
    context.beginPath()
    linkPath(context, layout, s, row)
    context.stroke()
    for (const kind of ['k', 'v'] as const) {
      context.globalAlpha = (kind === 'k' ? k : v) * shown
      context.beginPath()
      markPath(context, layout, s, row, kind)
      context.fill()
    }
  }
}
