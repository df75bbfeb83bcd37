'use client'
import type { ForwardFrame } from '@glassformer/core'
import { type CSSProperties, useMemo, useRef } from 'react'
import { type LessonHandle, useFollow } from '../../kit'
import { type LayerData, readsOf } from './data'
import { arcsOf } from './geometry'
import { askedOf, pouredOf, stateOf } from './state'

interface ArcsProps {
  readonly lesson: LessonHandle
  readonly frame: ForwardFrame | null
  readonly data: LayerData
  readonly head: number
  /** The query whose reads are drawn. */
  readonly query: number
  /** The key whose arc stands out, if one is chosen. */
  readonly only: number | null
  readonly cellPx: number
  readonly heightPx: number
  readonly onPoint: (key: number | null) => void
  readonly onChoose: (key: number) => void
}

/** Length of the light that travels along an arc, as a part of it. */
const SPARK = 0.2

/** How much of the arcs is there, and where on them the light is: out to the keys while scores are made, back with their values. */
function lightOf(frame: ForwardFrame | null, layer: number, query: number): Record<string, number> {
  const state = stateOf(frame, layer)
  const asked = askedOf(state, query)
  const poured = pouredOf(state, query)
  const moving = asked < 1 ? asked : poured < 1 ? 1 - poured : 0
  return {
    '--gf-asked': asked,
    '--gf-spark': SPARK - moving * (1 + SPARK),
    '--gf-lit': moving > 0 && moving < 1 ? 1 : 0,
  }
}

/** Arcs from the query's place in the token line to the keys that it reads: thickness and strength are the weight. */
export function Arcs(props: ArcsProps) {
  const { lesson, frame, data, head, query, only, cellPx, heightPx, onPoint, onChoose } = props
  const svg = useRef<SVGSVGElement>(null)
  const arcs = useMemo(
    () => arcsOf(readsOf(data, head, query), query, data.n, cellPx, heightPx),
    [data, head, query, cellPx, heightPx],
  )
  useFollow(lesson, 'forward', (now) => {
    for (const [name, value] of Object.entries(lightOf(now.frame, data.layer, query)))
      svg.current?.style.setProperty(name, `${value}`)
  })
  // An arc that is not there yet does not answer.
  const answers = askedOf(stateOf(frame, data.layer), query) === 1
  return (
    <svg
      ref={svg}
      className="gf-attn-arcs"
      aria-hidden="true"
      viewBox={`0 0 ${data.n * cellPx} ${heightPx}`}
      preserveAspectRatio="none"
      style={lightOf(frame, data.layer, query) as CSSProperties}
    >
      {arcs.map(({ key, weight, path, widthPx }) => (
        <g
          key={key}
          data-key={key}
          data-dim={(only !== null && only !== key) || undefined}
          style={{ '--gf-weight': weight.toFixed(3), '--gf-width': widthPx } as CSSProperties}
        >
          <path d={path} />
          <path d={path} pathLength={1} className="gf-attn-spark" />
          {answers && (
            // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard reaches it through the cells
            <path
              d={path}
              className="gf-attn-reach"
              onPointerEnter={() => onPoint(key)}
              onPointerLeave={() => onPoint(null)}
              onClick={() => onChoose(key)}
            />
          )}
        </g>
      ))}
    </svg>
  )
}
