'use client'
import { type ComponentPropsWithoutRef, useCallback, useRef } from 'react'
import { VARIABLES } from '../color/palette'
import type { RunKind } from '../lesson/handle'
import type { Now } from '../lesson/hooks'
import { recorder } from './recorder'
import { cover, Still } from './Still'
import { type PaintContext, type PainterOptions, usePainter } from './usePainter'

export interface SurfaceProps<K extends RunKind> extends ComponentPropsWithoutRef<'canvas'>, PainterOptions<K> {
  /** Draws in CSS pixels; must be stable (useCallback), for a new one repaints. The canvas is not cleared for it. */
  draw: (context: CanvasRenderingContext2D, paint: PaintContext<K>) => void
  /**
   * What stands where nothing is painted: in the server's HTML, on paper, in a saved page. Follows time and selection. Must
   * be stable, as `draw`.
   */
  still?: SurfaceStill<K> | undefined
}

/** What stands in the place of a canvas that is not painted. */
export interface SurfaceStill<K extends RunKind> {
  /** Draws everything anew, in the theme's variables. Its context knows paths, boxes and text. */
  draw: (context: CanvasRenderingContext2D, paint: PaintContext<K>) => void
  /** CSS pixels of the element: as wide as is likely, where it is not laid out yet. */
  width: number
  height: number
}

/** A canvas that fills its (positioned) parent, sharp at any device pixel ratio. Decorative: describe it elsewhere. */
export function Surface<K extends RunKind>(props: SurfaceProps<K>) {
  const { lesson, kind, draw, still, followTime, followSelection, className, ...rest } = props
  const canvas = useRef<HTMLCanvasElement>(null)
  const svg = useRef<SVGSVGElement>(null)
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
      cover(svg.current)
    },
    [draw],
  )
  usePainter(canvas, paint, { lesson, kind, followTime, followSelection })
  const make = useCallback(
    (now: Now<K>, widthPx: number) => {
      if (!still) return []
      const width = widthPx || still.width
      const { context, nodes } = recorder(width, still.height)
      still.draw(context, { ...now, palette: VARIABLES, width, height: still.height, ratio: 1, fresh: true })
      return nodes()
    },
    [still],
  )
  return (
    <>
      {still && <Still lesson={lesson} kind={kind} svg={svg} make={make} />}
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas without tabindex takes no focus */}
      <canvas
        {...rest}
        ref={canvas}
        aria-hidden="true"
        className={className ? `gf-surface ${className}` : 'gf-surface'}
      />
    </>
  )
}
