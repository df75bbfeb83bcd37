import type { BackwardFrame, BackwardTrace } from '@glassformer/core'
import type { Norms } from './data'
import { brightness, columnLeft, LOSS_HEIGHT, rowMiddle, rowOf, rowTop } from './geometry'
import { nodeX } from './paintBase'
import { emphasis, type LightScene } from './paintLight'
import { lossBar } from './paintLosses'
import { columnsRun } from './reach'

const SPRITE = 64
const sprites = new Map<string, HTMLCanvasElement>()

/** A soft round light, prepared once per colour. */
function spriteOf(color: string): HTMLCanvasElement {
  const known = sprites.get(color)
  if (known) return known
  const canvas = document.createElement('canvas')
  canvas.width = SPRITE
  canvas.height = SPRITE
  const context = canvas.getContext('2d')
  if (context) {
    const r = SPRITE / 2
    // A mask in falling opacity, then the colour through it: works for any way of writing a colour.
    const mask = context.createRadialGradient(r, r, 0, r, r, r)
    for (const [at, alpha] of [
      [0, 1],
      [0.15, 0.75],
      [0.4, 0.25],
      [1, 0],
    ] as const)
      mask.addColorStop(at, `rgb(0 0 0 / ${alpha})`)
    context.fillStyle = mask
    context.fillRect(0, 0, SPRITE, SPRITE)
    context.globalCompositeOperation = 'source-in'
    context.fillStyle = color
    context.fillRect(0, 0, SPRITE, SPRITE)
  }
  sprites.set(color, canvas)
  return canvas
}

/** Light in passing at one moment: a place, how bright, and of what kind. */
export type Spark = (x: number, y: number, radius: number, alpha: number, color: string) => void

/** Every light in passing at this moment: the running cue's, where it has come to, and what falls behind it. */
export function sparks(scene: LightScene, trace: BackwardTrace, frame: BackwardFrame, emit: Spark): void {
  const { wave, layout, palette, scale } = scene
  const { nLayers, positions: T } = wave
  const { glow, cue, progress } = frame
  const layer = cue.layer ?? 0
  const radius = Math.min(28, Math.max(9, layout.row * 0.9))
  const streamX = (t: number) => columnLeft(layout, t) + layout.at.stream
  const nodeMiddle = (t: number, row: number) => nodeX(layout, t, row) + layout.node.w / 2
  const along = (norms: Norms | undefined, from: number, to: number) => {
    for (let t = 0; t < T; t++) {
      const bright = brightness(norms?.[t] ?? 0, wave.max, scale) * emphasis(scene, t)
      emit(streamX(t), from + (to - from) * progress, radius * (0.5 + bright / 2), bright, palette.gradient)
    }
  }
  const at = (norms: Norms | undefined, row: number, light: number) => {
    if (light <= 0) return
    for (let t = 0; t < T; t++) {
      const bright = brightness(norms?.[t] ?? 0, wave.max, scale) * emphasis(scene, t)
      emit(
        nodeMiddle(t, row),
        rowMiddle(layout, row),
        radius,
        bright * light * (layout.numbers ? 0.3 : 0.6),
        palette.gradient,
      )
    }
  }
  const row = (part: Parameters<typeof rowOf>[0], l: number | null) => rowOf(part, l, nLayers)
  const middle = (index: number) => rowMiddle(layout, index)

  for (let l = 0; l < nLayers; l++) {
    const block = wave.layers[l]
    at(block?.mlp_out, row('mlp', l), glow.d_mlp[l] ?? 0)
    at(block?.attn_out, row('attn', l), glow.d_attn_out[l] ?? 0)
  }
  at(wave.logits, 0, glow.d_unembed)
  at(wave.embed, row('embed', null), glow.d_embed)
  if (glow.loss > 0)
    for (let t = 0; t < T; t++) {
      const loss = trace.losses[t] as number
      const share = wave.lossMax > 0 ? loss / wave.lossMax : 0
      const tip = LOSS_HEIGHT - lossBar(loss, wave.lossMax) * frame.progressOf.loss
      emit(streamX(t), tip, Math.min(16, radius), share * glow.loss * emphasis(scene, t), palette.loss)
    }

  const block = wave.layers[layer]
  switch (cue.kind) {
    case 'forward': {
      const from = rowTop(layout, row('kv', layer)) + layout.row
      const to = rowTop(layout, row('mlp', layer))
      for (let t = 0; t < T; t++)
        emit(streamX(t), from + (to - from) * progress, radius * 0.6, 0.9 * emphasis(scene, t), palette.forward)
      break
    }
    case 'd_unembed':
      along(wave.logits, LOSS_HEIGHT, rowTop(layout, 1))
      break
    case 'd_mlp':
      along(block?.resid_post, rowTop(layout, row('mlp', layer)), rowTop(layout, row('attn', layer)))
      break
    case 'd_attn_out':
      along(block?.resid_mid, rowTop(layout, row('attn', layer)), middle(row('attn', layer)))
      break
    case 'd_keys_values': {
      const y = rowTop(layout, row('kv', layer)) + layout.railY
      const run = columnsRun(progress, T)
      for (let t = 1; t < T; t++) {
        const place = t - run
        if (place < -0.5) continue
        const flow = block?.flow[t * T + Math.max(0, Math.min(t - 1, Math.ceil(place) - 1))] ?? 0
        const bright = brightness(flow, wave.railMax, scale)
        emit(
          columnLeft(layout, Math.max(0, place)) + layout.at.tap,
          y,
          radius * (0.4 + bright / 2),
          bright,
          palette.gradient,
        )
      }
      break
    }
    case 'd_layer_norm':
      along(block?.resid_pre, middle(row('attn', layer)), rowTop(layout, row('kv', layer)) + layout.row)
      break
    case 'd_embed':
      along(wave.embed, rowTop(layout, row('embed', null)), middle(row('embed', null)) - layout.node.h / 2)
      break
    default:
  }
}

/** Paints the lights over what was there; on paper they darken, in the dark they add up. */
export function paintSpark(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  alpha: number,
  color: string,
): void {
  if (alpha < 0.004) return
  context.globalAlpha = Math.min(1, alpha)
  context.drawImage(spriteOf(color), x - radius, y - radius, 2 * radius, 2 * radius)
}
