'use client'
import type { BackwardTrace } from '@glassformer/core'
import { useCallback, useMemo } from 'react'
import { Surface } from '../../canvas/Surface'
import type { PaintContext } from '../../canvas/usePainter'
import type { LessonHandle } from '../../lesson/handle'
import { frameNow, selectionNow } from '../../lesson/hooks'
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
    (context: CanvasRenderingContext2D, { palette, width }: PaintContext) =>
      paintBase(context, layoutOf(wave.positions, wave.nLayers, width), palette),
    [wave],
  )
  const paint = useMemo(() => {
    const scene = ({ palette, width }: PaintContext) => ({
      wave,
      scale,
      palette,
      dark: isDark(palette.panel),
      layout: layoutOf(wave.positions, wave.nLayers, width),
      selection: selectionNow(lesson),
    })
    const light = createLightPainter(trace)
    const glow = createGlowPainter(trace)
    return {
      light: (context: CanvasRenderingContext2D, now: PaintContext) => {
        const frame = frameNow(lesson, 'backward')
        if (frame) light(context, scene(now), frame, now.fresh)
      },
      glow: (context: CanvasRenderingContext2D, now: PaintContext) => {
        const frame = frameNow(lesson, 'backward')
        if (frame) glow(context, scene(now), frame, now.fresh)
      },
    }
  }, [lesson, trace, wave, scale])
  return (
    <>
      <Surface lesson={lesson} draw={base} followTime={false} followSelection={false} />
      <Surface lesson={lesson} draw={paint.light} data-layer="light" />
      <Surface lesson={lesson} draw={paint.glow} data-layer="glow" />
    </>
  )
}
