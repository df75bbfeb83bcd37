'use client'
import { useEffect, useRef } from 'react'
import type { LessonHandle } from '../lesson/handle'
import { frameNow, selectionNow, useFrame, useSelection } from '../lesson/hooks'
import type { CacheView } from './cache'
import type { Shelf, SlotRow } from './kvCacheGrid.geometry'
import { threadPath, writeLight } from './threads'

interface LightsProps {
  readonly lesson: LessonHandle
  readonly view: CacheView
  readonly shelf: Shelf
}

/** What passes over the slots: the threads of the query, the frame of the column being written, and a ring on the slot chosen. */
export function Lights({ lesson, view, shelf }: LightsProps) {
  const svg = useRef<SVGSVGElement>(null)
  useFrame(lesson, 'forward')
  const [selection] = useSelection(lesson)

  useEffect(() => {
    const paint = () => {
      const frame = frameNow(lesson, 'forward')
      const { position } = selectionNow(lesson)
      const threads = svg.current?.querySelectorAll('.gf-kv-thread') ?? []
      for (const [i, row] of shelf.rows.entries()) threads[i]?.setAttribute('d', threadPath(view, row, frame, position))
      const frames = svg.current?.querySelectorAll('.gf-kv-write') ?? []
      for (const [i, band] of shelf.bands.entries()) {
        const { from, to, height, opacity } = writeLight(view, band, frame)
        const set = { x: from, width: to - from, height, opacity }
        for (const [name, value] of Object.entries(set)) frames[i]?.setAttribute(name, String(value))
      }
    }
    paint()
    return lesson.time.on('change', paint)
  }, [lesson, view, shelf])

  const frame = frameNow(lesson, 'forward')
  const chosen = shelf.rows.find(({ layer, head }) => layer === selection.layer && head === selection.head)
  return (
    <svg
      ref={svg}
      className="gf-kv-lights"
      viewBox={`0 0 ${view.positions} ${shelf.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {shelf.rows.map((row) => (
        <path
          key={`${row.layer} ${row.head}`}
          className="gf-kv-thread"
          data-dim={isOther(row, selection) || undefined}
          d={threadPath(view, row, frame, selection.position)}
        />
      ))}
      {shelf.bands.map((band) => {
        const { from, to, height, opacity } = writeLight(view, band, frame)
        return (
          <rect
            key={band.layer}
            className="gf-kv-write"
            x={from}
            y={band.top}
            width={to - from}
            height={height}
            opacity={opacity}
          />
        )
      })}
      {chosen && selection.key !== null && selection.key < view.positions && (
        <rect className="gf-kv-ring" x={selection.key} y={chosen.top} width={1} height={chosen.height} />
      )}
    </svg>
  )
}

/** While a head is chosen, the threads of the others step back. */
function isOther(row: SlotRow, { layer, head }: { layer: number | null; head: number | null }): boolean {
  return head !== null && (row.head !== head || (layer !== null && row.layer !== layer))
}
