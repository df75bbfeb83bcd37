import type { BackwardFrame, BackwardTrace } from '@glassformer/core'
import type { ReactNode } from 'react'
import type { Wave } from './backpropWave.data'
import {
  brightness,
  columnLeft,
  LOSS_HEIGHT,
  layoutOf,
  partOfRow,
  rowMiddle,
  rowTop,
  type WaveScale,
} from './backpropWave.geometry'
import { rowState } from './backpropWave.state'
import { lossBar } from './paintLosses'

const COLUMN = 64

/** The network as it stands in the server's HTML: the same places and brightnesses as painted, as one stretched SVG. */
export function ServerNetwork({
  wave,
  trace,
  frame,
  scale,
}: {
  wave: Wave
  trace: BackwardTrace
  frame: BackwardFrame
  scale: WaveScale
}) {
  const { positions: T, nLayers } = wave
  const layout = layoutOf(T, nLayers, T * COLUMN)
  const { node, mark, at } = layout
  const marks: ReactNode[] = []
  const box = (x: number, y: number, width: number, height: number, norm: number, amount: number) => {
    const bright = brightness(norm, wave.max, scale) * amount
    marks.push(
      <rect
        key={marks.length}
        x={round(x)}
        y={round(y)}
        width={round(width)}
        height={round(height)}
        fillOpacity={round(bright)}
      />,
    )
  }
  for (let row = 0; row < layout.rows; row++) {
    const { part, layer } = partOfRow(row, nLayers)
    const state = rowState(frame, row, nLayers)
    const block = layer === null ? undefined : wave.layers[layer]
    const middle = rowMiddle(layout, row)
    for (let t = 0; t < T; t++) {
      const left = columnLeft(layout, t)
      if (part === 'unembed' || part === 'embed') {
        const norms = part === 'embed' ? wave.embed : wave.logits
        box(left + at.stream - node.w / 2, middle - node.h / 2, node.w, node.h, norms[t] as number, state.node)
      } else if (block && part !== 'kv') {
        const norms = part === 'mlp' ? block.mlp_out : block.attn_out
        box(left + at.node, middle - node.h / 2, node.w, node.h, norms[t] as number, state.node)
        const stream = part === 'mlp' ? block.resid_post : block.resid_mid
        box(left + at.stream - 1, rowTop(layout, row), 2, layout.row, stream[t] as number, state.above)
      } else if (block) {
        box(left + at.stream - 1, rowTop(layout, row), 2, layout.row, block.resid_pre[t] as number, state.below)
        for (const [x, norms] of [
          [at.k, block.k],
          [at.v, block.v],
        ] as const)
          box(
            left + x - mark / 2,
            rowTop(layout, row) + layout.markY - mark / 2,
            mark,
            mark,
            norms[t] as number,
            state.node,
          )
      }
    }
  }
  return (
    <svg
      className="gf-wave-server"
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <g fill="var(--gf-gradient)" stroke="var(--gf-hairline)" vectorEffect="non-scaling-stroke">
        {marks}
      </g>
      <g fill="var(--gf-loss)">
        {trace.targets.map((target, t) => {
          const height = target < 0 ? 0 : lossBar(trace.losses[t] as number, wave.lossMax) * frame.progressOf.loss
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a position is its place
              key={t}
              x={columnLeft(layout, t) + at.stream - 6}
              y={round(LOSS_HEIGHT - height)}
              width={12}
              height={round(height)}
            />
          )
        })}
      </g>
    </svg>
  )
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
