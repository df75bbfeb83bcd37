'use client'
import type { BackwardTrace } from '@glassformer/core'
import { useMemo } from 'react'
import { type LessonHandle, type PaintContext, Surface } from '../../kit'
import type { Wave } from './data'
import { layoutOf, minColumn, type WaveScale } from './geometry'
import { paintBase } from './paintBase'
import { createGlowPainter, createLightPainter } from './painters'
import { isDark } from './paintLight'

interface NetworkProps {
  readonly lesson: LessonHandle
  readonly trace: BackwardTrace
  readonly wave: Wave
  readonly scale: WaveScale
}

type Draw = (context: CanvasRenderingContext2D, now: PaintContext<'backward'>) => void

/** Width of the network in CSS pixels on a page that is not laid out yet; its least columns may make it wider. */
const ASSUMED_WIDTH = 720

/**
 * The painted network, in three layers: asleep, lit row by row where something changed, and the light in passing. Its still
 * has the first two.
 */
export function Network({ lesson, trace, wave, scale }: NetworkProps) {
  const { positions, nLayers } = wave
  const paint = useMemo(() => {
    const scene = ({ palette, width, selection }: PaintContext<'backward'>) => ({
      wave,
      scale,
      palette,
      dark: isDark(palette.panel),
      layout: layoutOf(positions, nLayers, width),
      selection,
    })
    const lightWith =
      (painter: ReturnType<typeof createLightPainter>): Draw =>
      (context, now) => {
        if (now.frame) painter(context, scene(now), now.frame, now.fresh)
      }
    const base: Draw = (context, now) => paintBase(context, scene(now).layout, now.palette)
    return {
      base,
      light: lightWith(createLightPainter(trace)),
      glow: lightWith(createGlowPainter(trace)),
      still: {
        draw: ((context, now) => {
          base(context, now)
          lightWith(createLightPainter(trace))(context, now)
        }) satisfies Draw,
        width: Math.max(ASSUMED_WIDTH, positions * minColumn(positions)),
        height: layoutOf(positions, nLayers, positions).height,
      },
    }
  }, [trace, wave, positions, nLayers, scale])
  const asleep = { followTime: false, followSelection: false }
  return (
    <>
      <Surface lesson={lesson} kind="backward" draw={paint.base} still={paint.still} {...asleep} />
      <Surface lesson={lesson} kind="backward" draw={paint.light} data-layer="light" />
      <Surface lesson={lesson} kind="backward" draw={paint.glow} data-layer="glow" />
    </>
  )
}
