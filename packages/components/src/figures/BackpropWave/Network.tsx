'use client'
import type { BackwardTrace } from '@glassformer/core'
import { useCallback, useMemo } from 'react'
import { Surface } from '../../canvas/Surface'
import type { PaintContext } from '../../canvas/usePainter'
import type { LessonHandle } from '../../lesson/handle'
import type { Wave } from './backpropWave.data'
import { layoutOf, type WaveScale } from './backpropWave.geometry'
import { paintBase } from './paintBase'
import { createGlowPainter, createLightPainter } from './painters'
import { isDark } from './paintLight'

interface NetworkProps {
  readonly lesson: LessonHandle
  readonly trace: BackwardTrace
  readonly wave: Wave
  readonly scale: WaveScale
}

/** The painted network, in three layers: asleep, lit row by row where something changed, and the light in passing. */
export function Network({ lesson, trace, wave, scale }: NetworkProps) {
  const base = useCallback(
    (context: CanvasRenderingContext2D, { palette, width }: PaintContext<'backward'>) =>
      paintBase(context, layoutOf(wave.positions, wave.nLayers, width), palette),
    [wave],
  )
  const paint = useMemo(() => {
    const scene = ({ palette, width, selection }: PaintContext<'backward'>) => ({
      wave,
      scale,
      palette,
      dark: isDark(palette.panel),
      layout: layoutOf(wave.positions, wave.nLayers, width),
      selection,
    })
    const light = createLightPainter(trace)
    const glow = createGlowPainter(trace)
    return {
      light: (context: CanvasRenderingContext2D, now: PaintContext<'backward'>) => {
        if (now.frame) light(context, scene(now), now.frame, now.fresh)
      },
      glow: (context: CanvasRenderingContext2D, now: PaintContext<'backward'>) => {
        if (now.frame) glow(context, scene(now), now.frame, now.fresh)
      },
    }
  }, [trace, wave, scale])
  return (
    <>
      <Surface lesson={lesson} kind="backward" draw={base} followTime={false} followSelection={false} />
      <Surface lesson={lesson} kind="backward" draw={paint.light} data-layer="light" />
      <Surface lesson={lesson} kind="backward" draw={paint.glow} data-layer="glow" />
    </>
  )
}
