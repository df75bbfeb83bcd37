'use client'
import { type ComponentPropsWithRef, useState } from 'react'
import {
  check,
  Figure,
  FigureError,
  FigureSource,
  type FigureSourceProps,
  Said,
  tokenNames,
  useFigureRun,
  useLesson,
  useSelection,
} from '../../kit'
import { backpropWaveMessages } from '../../messages/en/backpropWave'
import { useMessages } from '../../messages/useMessages'
import { waveOf } from './data'
import type { WaveScale } from './geometry'
import { Legend } from './Legend'
import { type Place, placeOf } from './places'
import { ReachAhead } from './ReachAhead'
import { WavePicture } from './WavePicture'
import { captionOf, placeText, type Shown, tableOf, weightsOf } from './words'

export interface BackpropWaveProps
  extends Omit<ComponentPropsWithRef<'figure'>, 'children' | 'title'>,
    FigureSourceProps {
  /**
   * How a gradient's norm becomes brightness: `sqrt` lets small ones be seen beside large ones, `linear` keeps their
   * proportions. @default 'sqrt'
   */
  scale?: WaveScale
}

const ACCEPTS = { scale: check.oneOf('sqrt', 'linear') }

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
      <ReachAhead />
      <BackpropWaveView {...view} />
    </FigureSource>
  )
}

type ViewProps = Omit<BackpropWaveProps, keyof FigureSourceProps>

function BackpropWaveView({ scale = 'sqrt', className, ...rest }: ViewProps) {
  const messages = useMessages('backpropWave', backpropWaveMessages)
  const run = useFigureRun({
    name: 'BackpropWave',
    kind: 'backward',
    wanted: messages.wanted,
    read: (trace) => ({ wave: waveOf(trace), nameAt: tokenNames(trace.tokens) }),
  })
  const [selection, actions] = useSelection(useLesson().handle)
  const [pointed, setPointed] = useState<Place | null>(null)
  const [row, setRow] = useState<number | null>(null)
  if (run.refusal) return <FigureError name="BackpropWave" error={run.refusal} />
  const { lesson, trace, frame } = run
  const { wave } = run.data
  const here = pointed && pointed.position < wave.positions && (pointed.layer ?? 0) < wave.nLayers ? pointed : null
  const named = placeOf(selection, wave)
  // Beside a pinned key, pointing at a column asks what its query sends there.
  const place = here && !(here.layer === null && named?.part === 'kv') ? here : named
  const shown: Shown = { trace, frame, messages, ...run.data }
  const readout = row === null ? place && placeText(shown, place, selection) : weightsOf(shown, row)
  const clear = () => {
    actions.pin(null)
    actions.hover(null)
    setPointed(null)
    setRow(null)
  }
  return (
    <Figure
      {...rest}
      className={className ? `gf-wave ${className}` : 'gf-wave'}
      data-stage={frame.cue.kind}
      data-layer={frame.cue.layer ?? undefined}
      heading={messages.title}
      shows="backward"
      caption={<Said>{captionOf(shown)}</Said>}
      trace={trace}
      readout={readout && <Said>{readout}</Said>}
      legend={<Legend wave={wave} scale={scale} messages={messages} />}
      terms={messages.terms}
      table={tableOf(shown)}
      about={messages.about}
      onClear={clear}
    >
      <WavePicture
        lesson={lesson}
        shown={shown}
        scale={scale}
        selection={selection}
        actions={actions}
        place={place}
        onPlace={setPointed}
        onRow={setRow}
        onClear={clear}
      />
    </Figure>
  )
}
