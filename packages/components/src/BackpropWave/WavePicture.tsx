'use client'
import type { BackwardFrame, BackwardTrace } from '@glassformer/core'
import type { CSSProperties } from 'react'
import { TokenChip } from '../figure/TokenChip'
import type { LessonHandle } from '../lesson/handle'
import { formatShort } from '../messages/format'
import type { Wave } from './backpropWave.data'
import { LOSS_HEIGHT, minColumn, rowHeight, type WaveScale } from './backpropWave.geometry'
import { Network } from './Network'

interface PictureProps {
  readonly lesson: LessonHandle
  readonly trace: BackwardTrace
  readonly wave: Wave
  readonly scale: WaveScale
  readonly frame: BackwardFrame
}

export function WavePicture({ lesson, trace, wave, scale, frame }: PictureProps) {
  const { positions, nLayers } = wave
  const dense = positions > 12
  const style = {
    '--gf-wave-columns': positions,
    '--gf-wave-row': `${rowHeight(nLayers)}px`,
    '--gf-wave-min': `${minColumn(positions)}px`,
    '--gf-wave-loss': `${LOSS_HEIGHT}px`,
    '--gf-wave-rows': 3 * nLayers + 2,
  } as CSSProperties
  return (
    <div className="gf-wave-scroll" style={style} data-dense={dense || undefined}>
      <div className="gf-wave-grid">
        <div className="gf-wave-tokens">
          {trace.losses.length > 0 &&
            Array.from(trace.losses, (loss, t) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a position is its place
              <span key={t} className="gf-wave-loss">
                {frame.progressOf.loss > 0 ? formatShort(loss, dense ? 1 : 2) : ''}
              </span>
            ))}
        </div>
        <div className="gf-wave-net">
          <Network lesson={lesson} trace={trace} wave={wave} scale={scale} />
        </div>
        <div className="gf-wave-tokens">
          {trace.tokens.map((token, t) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a position is its place
            <TokenChip key={t} text={token.text} />
          ))}
        </div>
      </div>
    </div>
  )
}
