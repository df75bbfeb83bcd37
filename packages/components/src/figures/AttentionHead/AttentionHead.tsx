'use client'
import { GlassformerError } from '@glassformer/core'
import type { ComponentPropsWithRef } from 'react'
import { check, FigureError, FigureSource, type FigureSourceProps, useFigureRun, useLesson } from '../../kit'
import { attentionHeadMessages } from '../../messages/en/attentionHead'
import { figureMessages } from '../../messages/en/figure'
import { useMessages } from '../../messages/useMessages'
import { readLayer } from './data'
import { HeadFigure } from './HeadFigure'
import { useShownHead } from './useShownHead'
import { ATTENTION_VIEWS, type AttentionView } from './view'

export interface AttentionHeadProps extends Omit<ComponentPropsWithRef<'figure'>, 'children'>, FigureSourceProps {
  /** The layer shown, from 0. Fixes it; the reader is then given no choice. @default the pinned layer, or else the one that the clock is at */
  layer?: number
  /** The head shown, from 0. Fixes it. @default the pinned head, or else 0 */
  head?: number
  /** What the cells hold; makes the choice controlled. Shows as `data-view`. */
  view?: AttentionView
  /** What the cells hold at first. Ignored with `view`. @default 'pattern' */
  defaultView?: AttentionView
  /** Told when the reader chooses another view. */
  onViewChange?: (view: AttentionView) => void
  /** Whether the layer's other heads stand beside the large one. @default 'all', or 'one' where `head` is fixed */
  heads?: 'one' | 'all'
}

export type HeadProps = Omit<AttentionHeadProps, keyof FigureSourceProps>

const ACCEPTS = {
  layer: check.ofTheRun,
  head: check.ofTheRun,
  view: check.oneOf(...ATTENTION_VIEWS),
  defaultView: check.oneOf(...ATTENTION_VIEWS),
  onViewChange: check.callback,
  heads: check.oneOf('one', 'all'),
}

/**
 * One attention head of a run: who reads whom, how much, and what comes of it. Renders a `<figure>`; the rest of the
 * props go to it. Shows `data-view`, `data-layer` and `data-head`.
 */
export function AttentionHead(props: AttentionHeadProps) {
  const { trace, model, prompt, defaultTime, ...rest } = props
  const { title } = useMessages('attentionHead', attentionHeadMessages)
  return (
    <FigureSource name="AttentionHead" heading={title} accepts={ACCEPTS} given={props}>
      <HeadOfRun {...rest} />
    </FigureSource>
  )
}

/** Finds the layer's tensors, or says in place why there are none. */
function HeadOfRun(props: HeadProps) {
  const messages = useMessages('figure', figureMessages)
  const { wanted } = useMessages('attentionHead', attentionHeadMessages)
  const place = useShownHead(useLesson().handle, props)
  const { layer, head } = place
  const run = useFigureRun({
    name: 'AttentionHead',
    kind: 'forward',
    wanted,
    read: (trace) => {
      const { nLayers, nHeads } = trace.config
      for (const [name, got, count] of [
        ['layer', layer, nLayers],
        ['head', head, nHeads],
      ] as const)
        if (!Number.isInteger(got) || got < 0 || got >= count)
          throw new GlassformerError('out-of-range', messages.outOfRange(name, String(got), count))
      return readLayer(trace, layer)
    },
    deps: [layer, head, messages],
  })
  if (run.refusal) return <FigureError name="AttentionHead" error={run.refusal} />
  return <HeadFigure {...props} lesson={run.lesson} frame={run.frame} data={run.data} place={place} />
}
