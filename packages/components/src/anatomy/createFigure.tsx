'use client'
import type { ComponentPropsWithRef, ComponentType, ReactNode } from 'react'
import type { RunKind } from '../lesson/handle'
import { figureMessages } from '../messages/en/figure'
import { useMessages } from '../messages/useMessages'
import { FigureError } from './FigureError'
import { FigureSource, type FigureSourceProps } from './FigureSource'
import type { PropChecks } from './propChecks'
import { type FigureRun, type TraceOfKind, useFigureRun } from './useFigureRun'

/** What a figure draws, once there is something to draw. */
export type ShownRun<Data, K extends RunKind = 'forward'> = Extract<FigureRun<K, Data>, { refusal: null }>

/** What a figure's view is handed: the run that is shown, the figure's own props, and the rest, which goes to its `Figure`. */
export type FigureViewProps<Data, K extends RunKind = 'forward'> = Omit<ComponentPropsWithRef<'figure'>, 'children'> & {
  readonly shown: ShownRun<Data, K>
}

/** A figure of one's own, as it is described to `createFigure`. */
export interface FigureSpec<Data, K extends RunKind, Props> {
  /** The figure's public name, for messages. */
  readonly name: string
  /** What stands over it, also while the model loads. */
  readonly heading: string
  /** The kind of run that it shows: `forward` is a generation or a forward pass, `backward` a training step. */
  readonly kind: K
  /** The trace as the figure draws it, computed once a run. Throws a `GlassformerError` for what it cannot draw, which is then said in its place. */
  readonly read: (trace: TraceOfKind<K>) => Data
  /** What the figure's own props may be: see `check`. @default it has none */
  readonly accepts?: PropChecks
  /** The markup: a `Figure`. */
  readonly View: ComponentType<Props>
}

/**
 * Makes a figure that behaves as ours do: it follows the lesson around it or, alone, has a run and a transport of its own;
 * takes `trace`, `model`, `prompt` and `defaultTime`; says in its place what is wrong with them, and heals; stands in the HTML
 * of the server. For what needs more than that, take `FigureSource` and `useFigureRun`, which this is made of.
 */
export function createFigure<Data, K extends RunKind, Props extends FigureViewProps<Data, K>>(
  spec: FigureSpec<Data, K, Props>,
): (props: FigureSourceProps & Omit<Props, 'shown'>) => ReactNode {
  const { name, heading, kind, read, accepts = {}, View } = spec
  const OfRun = ({ given }: { given: Omit<Props, 'shown'> }) => {
    const { wantedRun } = useMessages('figure', figureMessages)
    const shown = useFigureRun({ name, kind, wanted: wantedRun[kind], read })
    if (shown.refusal) return <FigureError name={name} error={shown.refusal} />
    return <View {...({ ...given, shown } as Props)} />
  }
  const Made = (props: FigureSourceProps & Omit<Props, 'shown'>) => {
    const { trace, model, prompt, defaultTime, ...given } = props
    return (
      <FigureSource name={name} heading={heading} shows={kind} accepts={accepts} given={props}>
        <OfRun given={given as unknown as Omit<Props, 'shown'>} />
      </FigureSource>
    )
  }
  return Object.assign(Made, { displayName: name })
}
