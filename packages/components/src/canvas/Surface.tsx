'use client'
import { type ComponentPropsWithoutRef, useCallback, useRef } from 'react'
import type { RunKind } from '../lesson/handle'
import { type PaintContext, type PainterOptions, usePainter } from './usePainter'

export interface SurfaceProps<K extends RunKind> extends ComponentPropsWithoutRef<'canvas'>, PainterOptions<K> {
  /** Draws in CSS pixels; must be stable (useCallback), for a new one repaints. The canvas is not cleared for it. */
  draw: (context: CanvasRenderingContext2D, paint: PaintContext<K>) => void
}

/** A canvas that fills its (positioned) parent, sharp at any device pixel ratio. Decorative: describe it elsewhere. */
export function Surface<K extends RunKind>(props: SurfaceProps<K>) {
  const { lesson, kind, draw, followTime, followSelection, className, ...rest } = props
  const canvas = useRef<HTMLCanvasElement>(null)
  const paint = useCallback(
    (context: PaintContext<K>) => {
      const node = canvas.current
      const brush = node?.getContext('2d')
      if (!node || !brush) return
      const width = Math.round(context.width * context.ratio)
      const height = Math.round(context.height * context.ratio)
      const resized = node.width !== width || node.height !== height
      if (resized) {
        node.width = width
        node.height = height
      }
      brush.setTransform(context.ratio, 0, 0, context.ratio, 0, 0)
      draw(brush, resized ? { ...context, fresh: true } : context)
    },
    [draw],
  )
  usePainter(canvas, paint, { lesson, kind, followTime, followSelection })
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas without tabindex takes no focus
    <canvas
      {...rest}
      ref={canvas}
      aria-hidden="true"
      className={className ? `gf-surface ${className}` : 'gf-surface'}
    />
  )
}
