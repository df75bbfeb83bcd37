'use client'
import { type ComponentPropsWithoutRef, type RefObject, useEffect, useRef, useState } from 'react'
import type { RunKind } from '../lesson/handle'
import { type Now, nowOf, useHydrating } from '../lesson/hooks'
import { restOf, type Versions } from './atRest'
import { drawNodes, markupOf, type SvgNode } from './svgNodes'
import type { PainterOptions } from './usePainter'

export interface StillProps<K extends RunKind>
  extends Omit<ComponentPropsWithoutRef<'svg'>, 'children'>,
    PainterOptions<K> {
  readonly svg: RefObject<SVGSVGElement | null>
  /**
   * The picture of a moment; `widthPx` is how wide it is in the page, 0 where nothing is laid out. Must be stable: a new one
   * is drawn at the next rest.
   */
  readonly make: (now: Now<K>, widthPx: number) => readonly SvgNode[]
}

/**
 * What a canvas shows, as SVG in the theme's own colours: it stands in the HTML of the server and of a saved page, and is
 * what is printed. Brought up to date when the lesson is at rest; a painted canvas hides it by `cover`.
 */
export function Still<K extends RunKind>(props: StillProps<K>) {
  const { svg, lesson, kind, followTime = true, followSelection = true, make, className, ...rest } = props
  const hydrating = useHydrating()
  // React leaves these children alone: the server's stay as they came, even where a last digit differs here.
  const [html] = useState(() => hydrating && { __html: markupOf(make(nowOf(lesson, kind), 0)) })
  /** What is drawn: by whom, and how often what it follows had changed by then. */
  const drawn = useRef<{ readonly make: unknown; readonly changes: number } | null>(html ? { make, changes: 0 } : null)

  useEffect(() => {
    const changesIn = ({ time, selection }: Versions) => (followTime ? time : 0) + (followSelection ? selection : 0)
    return restOf(lesson).follow({
      isStale: (versions) => drawn.current?.make !== make || drawn.current.changes !== changesIn(versions),
      update(versions) {
        const node = svg.current
        if (!node) return
        drawNodes(node, make(nowOf(lesson, kind), node.clientWidth))
        drawn.current = { make, changes: changesIn(versions) }
      },
    })
  }, [svg, lesson, kind, followTime, followSelection, make])

  return (
    <svg
      {...rest}
      ref={svg}
      aria-hidden="true"
      className={className ? `gf-still ${className}` : 'gf-still'}
      {...(html && { dangerouslySetInnerHTML: html, suppressHydrationWarning: true })}
    />
  )
}

const covered = new WeakSet<Element>()

/**
 * Hides a still under its painted canvas. By an animation that has ended and not by an attribute: what is serialised, and
 * opened without its pixels, shows the still; so does print, whose rule is important.
 */
export function cover(still: Element | null): void {
  if (!still || covered.has(still)) return
  covered.add(still)
  still.animate?.({ visibility: ['hidden', 'hidden'] }, { duration: 0, fill: 'forwards' })
}
