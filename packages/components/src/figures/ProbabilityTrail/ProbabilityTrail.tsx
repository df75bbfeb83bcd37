'use client'
import type { ComponentPropsWithRef } from 'react'
import { check, FigureError, FigureSource, type FigureSourceProps, useFigureRun, useLesson } from '../../kit'
import { probabilityTrailMessages } from '../../messages/en/probabilityTrail'
import { useMessages } from '../../messages/useMessages'
import { Ahead } from './Ahead'
import { readTrail } from './data'
import { TrailFigure } from './TrailFigure'
import { TRAIL_VIEWS, type TrailView } from './view'

export interface ProbabilityTrailProps extends Omit<ComponentPropsWithRef<'figure'>, 'children'>, FigureSourceProps {
  /** What the cells hold; makes the choice controlled. Shows as `data-view`. */
  view?: TrailView
  /** What the cells hold at first. Ignored with `view`. @default 'guess' */
  defaultView?: TrailView
  /** Told when the reader chooses another view. */
  onViewChange?: (view: TrailView) => void
}

export type TrailProps = Omit<ProbabilityTrailProps, keyof FigureSourceProps>

const ACCEPTS = {
  view: check.oneOf(...TRAIL_VIEWS),
  defaultView: check.oneOf(...TRAIL_VIEWS),
  onViewChange: check.callback,
}

/**
 * The logit lens: each layer's own best guess for the next token, and where the token stands in each that follows in the
 * end. Reads the model's weights: a `trace` that was cloned or read from a file needs its `model` beside it. Renders a
 * `<figure>`; the rest of the props go to it. Shows `data-view`, and `data-position`, the token in focus.
 */
export function ProbabilityTrail(props: ProbabilityTrailProps) {
  const { trace, model, prompt, defaultTime, ...rest } = props
  const { title } = useMessages('probabilityTrail', probabilityTrailMessages)
  return (
    <FigureSource name="ProbabilityTrail" heading={title} accepts={ACCEPTS} given={props}>
      <Ahead />
      <TrailOfRun {...rest} />
    </FigureSource>
  )
}

/** Finds the readings, or says in place why there are none. */
function TrailOfRun(props: TrailProps) {
  const { wanted } = useMessages('probabilityTrail', probabilityTrailMessages)
  const { model } = useLesson().handle.run
  const run = useFigureRun({
    name: 'ProbabilityTrail',
    kind: 'forward',
    wanted,
    read: (trace) => readTrail(trace, model),
    deps: [model],
  })
  if (run.refusal) return <FigureError name="ProbabilityTrail" error={run.refusal} />
  return <TrailFigure {...props} lesson={run.lesson} data={run.data} />
}
