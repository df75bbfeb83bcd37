'use client'
import { cancelFrame, frame } from 'framer-motion'
import { type RefObject, useEffect, useRef } from 'react'
import { observeInView, observeSize } from '../browser/observe'
import type { Palette } from '../color/palette'
import { readPalette } from '../color/theme'
import { watchTheme } from '../color/watch'
import type { LessonHandle, RunKind } from '../lesson/handle'
import { type Now, nowOf } from '../lesson/hooks'
import { rootScale } from './rootScale'

/** What a painter is handed: the moment, the selection, and the place that it paints on. */
export interface PaintContext<K extends RunKind> extends Now<K> {
  /** The theme's colours at the element. */
  readonly palette: Palette
  /** Size of the element, in pixels where type is 16 px high: painted sizes grow with the reader's. Both are positive. */
  readonly width: number
  readonly height: number
  /** Device pixels per one of these. */
  readonly ratio: number
  /** Whether more than time changed since the last paint: size, theme, selection or `paint` itself. */
  readonly fresh: boolean
}

/** What a painter follows. */
export interface PainterOptions<K extends RunKind> {
  /** The lesson whose clock and selection it follows. */
  readonly lesson: LessonHandle
  /** The kind of run whose frame is painted. */
  readonly kind: K
  /** Whether the passing of time repaints. @default true */
  readonly followTime?: boolean | undefined
  /** Whether the selection repaints. @default true */
  readonly followSelection?: boolean | undefined
}

/**
 * Calls `paint` at most once a frame, and only when something it shows has changed: time, selection, size, theme, or
 * `paint` itself. While the element is out of view nothing is painted; it is brought up to date when it comes back.
 * No frame is asked for at rest.
 */
export function usePainter<K extends RunKind>(
  element: RefObject<HTMLElement | null>,
  paint: (context: PaintContext<K>) => void,
  { lesson, kind, followTime = true, followSelection = true }: PainterOptions<K>,
): void {
  const latest = useRef(paint)
  const refresh = useRef<() => void>(() => {})

  useEffect(() => {
    const node = element.current
    if (!node) return
    // Read when it is first painted with: a new run has just written its markup, and asking now would have it styled twice.
    let palette: Palette | null = null
    let visible = false
    let dirty = true
    let fresh = true
    let painted: Now<K>['frame'] | undefined
    // Read when the browser has just laid out, and tells so: a reading after styles were written would make it lay out once more.
    let [width, height, scale] = [0, 0, 1]
    const measure = () => {
      scale = rootScale()
      width = node.clientWidth / scale
      height = node.clientHeight / scale
    }
    const run = () => {
      if (!visible || !dirty || width === 0 || height === 0) return
      dirty = false
      const now = nowOf(lesson, kind)
      if (!fresh && now.frame === painted) return
      painted = now.frame
      const wasFresh = fresh
      fresh = false
      palette ??= readPalette(node)
      const ratio = (window.devicePixelRatio || 1) * scale
      latest.current({ ...now, palette, width, height, ratio, fresh: wasFresh })
    }
    const schedule = () => {
      dirty = true
      if (visible) frame.render(run)
    }
    const scheduleFresh = () => {
      fresh = true
      schedule()
    }
    refresh.current = scheduleFresh

    const stops = [
      observeSize(node, () => {
        measure()
        scheduleFresh()
      }),
      observeInView(node, (inView) => {
        visible = inView
        if (visible && dirty) schedule()
      }),
      watchTheme(node, () => {
        palette = null
        scheduleFresh()
      }),
      followTime ? lesson.time.subscribe(schedule) : () => {},
      followSelection ? lesson.selection.subscribe(scheduleFresh) : () => {},
      () => cancelFrame(run),
    ]
    schedule()
    return () => {
      for (const stop of stops) stop()
    }
  }, [element, lesson, kind, followTime, followSelection])

  useEffect(() => {
    latest.current = paint
    refresh.current()
  }, [paint])
}
