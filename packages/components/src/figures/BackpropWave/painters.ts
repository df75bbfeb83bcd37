import type { BackwardFrame, BackwardTrace } from '@glassformer/core'
import { paintSpark, sparks } from './paintGlow'
import { type LightScene, paintRow } from './paintLight'
import { paintLosses } from './paintLosses'
import { type RowState, rowState, sameState } from './state'

type Paint = (context: CanvasRenderingContext2D, scene: LightScene, frame: BackwardFrame, fresh: boolean) => void

/**
 * Paints the rows whose state is not the one they were last painted in. A row is cleared and painted from its state
 * alone, so whichever way time came here, the picture is the same.
 */
export function createLightPainter(trace: BackwardTrace): Paint {
  let painted: RowState[] = []
  let loss: number | undefined
  return (context, scene, frame, fresh) => {
    if (fresh) {
      painted = []
      loss = undefined
    }
    if (loss !== frame.progressOf.loss) {
      loss = frame.progressOf.loss
      paintLosses(context, scene, trace, loss)
    }
    for (let row = 0; row < scene.layout.rows; row++) {
      const state = rowState(frame, row, scene.wave.nLayers)
      if (sameState(painted[row], state)) continue
      painted[row] = state
      paintRow(context, scene, row, state)
    }
  }
}

/** Paints the light in passing; clears the strip that it painted last, and nothing at all where there was and is none. */
export function createGlowPainter(trace: BackwardTrace): Paint {
  let from = Infinity
  let to = -Infinity
  return (context, scene, frame, fresh) => {
    if (fresh) context.clearRect(0, 0, scene.layout.width, scene.layout.height)
    else if (to > from) context.clearRect(0, from, scene.layout.width, to - from)
    from = Infinity
    to = -Infinity
    context.globalCompositeOperation = scene.dark ? 'lighter' : 'source-over'
    sparks(scene, trace, frame, (x, y, radius, alpha, color) => {
      if (alpha < 0.004) return
      from = Math.min(from, Math.floor(y - radius) - 1)
      to = Math.max(to, Math.ceil(y + radius) + 1)
      paintSpark(context, x, y, radius, alpha, color)
    })
    context.globalAlpha = 1
    context.globalCompositeOperation = 'source-over'
  }
}
