import type { BackwardTrace } from '@glassformer/core'
import { columnLeft, LOSS_HEIGHT } from './geometry'
import { emphasis, type LightScene } from './paintLight'

/** Height of a position's bar when it has grown. */
export function lossBar(loss: number, lossMax: number): number {
  return lossMax > 0 ? Math.max(2, (loss / lossMax) * (LOSS_HEIGHT - 10)) : 2
}

/** A bar of its loss at the top of every column; hollow where the loss ignores the position. */
export function paintLosses(
  context: CanvasRenderingContext2D,
  scene: LightScene,
  trace: BackwardTrace,
  amount: number,
): void {
  const { layout, wave, palette } = scene
  context.clearRect(0, 0, layout.width, LOSS_HEIGHT)
  if (amount === 0) return
  const width = Math.min(16, layout.node.w)
  for (let t = 0; t < layout.positions; t++) {
    const x = columnLeft(layout, t) + layout.at.stream - Math.min(width / 2, layout.at.stream)
    context.globalAlpha = emphasis(scene, t)
    if ((trace.targets[t] as number) < 0) {
      context.globalAlpha *= amount
      context.strokeStyle = palette.dim
      context.lineWidth = 1
      context.setLineDash([2, 2])
      context.strokeRect(x + 0.5, LOSS_HEIGHT - 6.5, width - 1, 6)
      context.setLineDash([])
      continue
    }
    const height = lossBar(trace.losses[t] as number, wave.lossMax) * amount
    context.fillStyle = palette.loss
    context.fillRect(x, LOSS_HEIGHT - height, width, height)
  }
  context.globalAlpha = 1
}
