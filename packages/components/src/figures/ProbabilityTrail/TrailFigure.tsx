'use client'
import { useMemo, useState } from 'react'
import {
  Figure,
  LegendKey,
  LegendScale,
  type LessonHandle,
  Said,
  Segments,
  tokenNames,
  useFrameValue,
  usePinned,
  useSelection,
} from '../../kit'
import { probabilityTrailMessages } from '../../messages/en/probabilityTrail'
import { useMessages } from '../../messages/useMessages'
import { addressOf } from './cells'
import type { TrailData } from './data'
import { Guesses } from './Guesses'
import type { TrailProps } from './ProbabilityTrail'
import { focusOf, stageOf, stateOf, type TrailState } from './state'
import { Trail } from './Trail'
import { TRAIL_VIEWS } from './view'
import { captionOf, type Pointed, readoutOf, type TrailNow, tableOf, termsOf } from './words'

interface TrailFigureProps extends TrailProps {
  readonly lesson: LessonHandle
  readonly data: TrailData
}

/** The figure of one run: the guesses of all layers, and below them the trail of the token in focus. */
export function TrailFigure({ lesson, data, ...props }: TrailFigureProps) {
  const { view: given, defaultView = 'guess', onViewChange, ...rest } = props
  const messages = useMessages('probabilityTrail', probabilityTrailMessages)
  const [chosenView, setView] = useState(defaultView)
  const [pointed, setPointed] = useState<Pointed | null>(null)
  const [selection, { hover, pin, choose }] = useSelection(lesson)
  const pinned = usePinned(lesson)
  const state = useTrailState(lesson, data)
  const view = given ?? chosenView
  const { trace, n, depths, dVocab, tied } = data
  const nameOf = useMemo(() => tokenNames(trace.tokens.slice(0, state.visible)), [trace, state.visible])
  const now: TrailNow = { data, view, state, focus: focusOf(state, selection.position, n), nameOf, messages }
  const readout = readoutOf(now, pointed, selection)
  /** A depth is after a layer, but the first. */
  const layerOf = (depth: number) => (depth > 0 ? { layer: depth - 1 } : {})
  const point = (at: Pointed | null) => {
    setPointed(at)
    hover(at?.at === 'cell' ? { position: at.position, ...layerOf(at.depth) } : null)
  }
  const clear = () => {
    pin(null)
    point(null)
  }
  return (
    <Figure
      {...rest}
      data-view={view}
      data-position={now.focus < 0 ? undefined : now.focus}
      heading={messages.title}
      trace={trace}
      onClear={clear}
      caption={<Said>{captionOf(now)}</Said>}
      readout={readout && <Said>{readout}</Said>}
      hint={messages.hint}
      legend={
        <>
          <LegendScale
            ramp="forward"
            from="0"
            to="1"
            onPoint={(t) => point(t === null ? null : { at: 'scale', value: t })}
          >
            {view === 'guess' ? messages.guessScale : messages.nextScale}
          </LegendScale>
          <LegendKey mark="bar" color="text">
            {messages.agrees}
          </LegendKey>
        </>
      }
      terms={termsOf(now)}
      table={tableOf(now)}
      about={messages.about({ tied, of: dVocab }).map((text) => <p key={text}>{text}</p>)}
      controls={
        <Segments
          label={messages.view}
          options={TRAIL_VIEWS.map((value) => ({ value, label: messages.views[value] }))}
          value={view}
          onChange={(next) => {
            setView(next)
            point(null)
            onViewChange?.(next)
          }}
        />
      }
    >
      <div className="gf-trail" onPointerLeave={() => point(null)}>
        <Guesses
          lesson={lesson}
          now={now}
          wide={focusOf(state, pinned.position, n)}
          selection={selection}
          pinned={pinned.position}
          pointed={pointed}
          onPoint={point}
          onChoose={(place, anchor) =>
            choose({ position: place.position, ...layerOf(place.depth) }, addressOf(now, place), anchor)
          }
          onClear={clear}
          below={now.focus >= 0 && depths > 1 && <Trail now={now} pointed={pointed} onPoint={point} onClear={clear} />}
        />
      </div>
    </Figure>
  )
}

/** The state for markup: renders again when a reading comes or goes, not for the passing of time within a stage. */
function useTrailState(lesson: LessonHandle, { depths }: TrailData): TrailState {
  const read = () => stateOf(lesson.frameOf('forward'), depths - 1)
  const stage = useFrameValue(lesson, 'forward', (frame) => stageOf(stateOf(frame, depths - 1)))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the stage says when the frame's state is another
  return useMemo(read, [lesson, depths, stage])
}
