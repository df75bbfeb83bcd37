'use client'
import { GlassformerError } from '@glassformer/core'
import { type ComponentPropsWithRef, useMemo } from 'react'
import { Figure } from '../figure/Figure'
import { FigureError } from '../figure/FigureError'
import { FigureSource, type FigureSourceProps } from '../figure/FigureSource'
import { useLesson } from '../lesson/context'
import { useFrame } from '../lesson/hooks'
import { backpropWaveMessages } from '../messages/en/backpropWave'
import { figureMessages } from '../messages/en/figure'
import { useMessages } from '../messages/useMessages'
import { waveOf } from './backpropWave.data'
import type { WaveScale } from './backpropWave.geometry'
import { WavePicture } from './WavePicture'

export interface BackpropWaveProps
  extends Omit<ComponentPropsWithRef<'figure'>, 'children' | 'title'>,
    FigureSourceProps {
  /** How a gradient's norm becomes brightness: `sqrt` lets small ones be seen, `linear` keeps proportions. @default 'sqrt' */
  scale?: WaveScale
}

/**
 * One training step in the unrolled network: the loss at every position, then the gradient sinking through the layers and
 * running left along the rails of keys and values, as bright as its norm. State shows as `data-stage` (the running cue's
 * kind) and `data-layer`.
 */
export function BackpropWave({ trace, model, prompt, defaultTime, ...view }: BackpropWaveProps) {
  return (
    <FigureSource name="BackpropWave" trace={trace} model={model} prompt={prompt} defaultTime={defaultTime}>
      <BackpropWaveView {...view} />
    </FigureSource>
  )
}

type ViewProps = Omit<BackpropWaveProps, keyof FigureSourceProps>

function BackpropWaveView({ scale = 'sqrt', className, ...rest }: ViewProps) {
  const { handle, problem } = useLesson()
  const messages = useMessages('backpropWave', backpropWaveMessages)
  const shared = useMessages('figure', figureMessages)
  const frame = useFrame(handle, 'backward')
  const trace = handle.run.backward
  const wave = useMemo(() => trace && waveOf(trace), [trace])
  if (!trace || !wave || !frame) {
    const got = handle.run.generation?.kind ?? handle.run.forward?.kind ?? 'none'
    const error = problem ?? new GlassformerError('bad-trace', shared.wrongTrace('BackpropWave', messages.wanted, got))
    return <FigureError name="BackpropWave" error={error} />
  }
  return (
    <Figure
      {...rest}
      className={className ? `gf-wave ${className}` : 'gf-wave'}
      data-stage={frame.cue.kind}
      data-layer={frame.cue.layer ?? undefined}
      heading={messages.title}
      caption={frame.cue.kind}
      provenance={trace.provenance}
    >
      <WavePicture lesson={handle} trace={trace} wave={wave} scale={scale} frame={frame} />
    </Figure>
  )
}
