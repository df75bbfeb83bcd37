'use client'
import { GlassformerError } from '@glassformer/core'
import { type ComponentPropsWithRef, useMemo, useState } from 'react'
import { Figure } from '../../anatomy/Figure'
import { FigureError } from '../../anatomy/FigureError'
import { FigureSource, type FigureSourceProps } from '../../anatomy/FigureSource'
import { oneOf } from '../../anatomy/propChecks'
import { useLesson } from '../../lesson/context'
import { useFrame, useSelection } from '../../lesson/hooks'
import { backpropWaveMessages } from '../../messages/en/backpropWave'
import { figureMessages } from '../../messages/en/figure'
import { useMessages } from '../../messages/useMessages'
import { type Wave, waveOf } from './backpropWave.data'
import type { WaveScale } from './backpropWave.geometry'
import { type Place, placeOf, readoutOf } from './backpropWave.readout'
import { tableOf } from './backpropWave.table'
import { Caption } from './Caption'
import { Legend } from './Legend'
import { WavePicture } from './WavePicture'

export interface BackpropWaveProps
  extends Omit<ComponentPropsWithRef<'figure'>, 'children' | 'title'>,
    FigureSourceProps {
  /**
   * How a gradient's norm becomes brightness: `sqrt` lets small ones be seen beside large ones, `linear` keeps their
   * proportions. @default 'sqrt'
   */
  scale?: WaveScale
}

const ACCEPTS = { scale: oneOf('sqrt', 'linear') }

/**
 * One training step in the unrolled network: the loss at every position, then the gradient, which sinks through the
 * layers and runs left along the rails of keys and values, as bright as its norm. The rest of the props go to the
 * `<figure>`, which says its state as `data-stage` (the running cue's kind) and `data-layer` (the layer at work).
 */
export function BackpropWave(props: BackpropWaveProps) {
  const { trace, model, prompt, defaultTime, ...view } = props
  const { title } = useMessages('backpropWave', backpropWaveMessages)
  return (
    <FigureSource name="BackpropWave" heading={title} shows="backward" accepts={ACCEPTS} given={props}>
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
  const [selection, actions] = useSelection(handle)
  const [pointed, setPointed] = useState<Place | null>(null)
  const trace = handle.run.backward
  const wave = useMemo<Wave | undefined>(() => trace && waveOf(trace), [trace])
  if (!trace || !wave || !frame) {
    const got = (handle.run.generation ?? handle.run.forward)?.kind ?? 'none'
    const error = problem ?? new GlassformerError('bad-trace', shared.wrongTrace('BackpropWave', messages.wanted, got))
    return <FigureError name="BackpropWave" error={error} />
  }
  const here = pointed && pointed.position < wave.positions && (pointed.layer ?? 0) < wave.nLayers ? pointed : null
  const named = placeOf(selection, wave)
  // Beside a pinned key, pointing at a column asks what its query sends there.
  const place = here && !(here.layer === null && named?.part === 'kv') ? here : named
  const readout = place && readoutOf(trace, wave, frame, place, selection, messages)
  return (
    <Figure
      {...rest}
      className={className ? `gf-wave ${className}` : 'gf-wave'}
      data-stage={frame.cue.kind}
      data-layer={frame.cue.layer ?? undefined}
      heading={messages.title}
      shows="backward"
      caption={<Caption trace={trace} wave={wave} frame={frame} messages={messages} />}
      trace={trace}
      readout={
        readout && (
          <>
            <b>{readout.head}</b> {readout.rest}
          </>
        )
      }
      legend={<Legend wave={wave} scale={scale} messages={messages} />}
      table={tableOf(trace, wave, frame, messages)}
      about={messages.about}
    >
      <WavePicture
        lesson={handle}
        trace={trace}
        wave={wave}
        scale={scale}
        frame={frame}
        messages={messages}
        selection={selection}
        actions={actions}
        place={place}
        onPlace={setPointed}
      />
    </Figure>
  )
}
