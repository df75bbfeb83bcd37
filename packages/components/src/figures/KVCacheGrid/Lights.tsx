'use client'
import { useRef } from 'react'
import { type LessonHandle, Ring, rem, useFollow, useFrame, useSelection } from '../../kit'
import { type CacheView, rowOfHead } from './data'
import type { Shelf, SlotRow } from './geometry'
import { threadPath, type WriteLight, writeLight } from './threads'

interface LightsProps {
  readonly lesson: LessonHandle
  readonly view: CacheView
  readonly shelf: Shelf
}

/** What passes over the slots: the threads of the query, the frame of the column being written, and a ring on the slot chosen. */
export function Lights({ lesson, view, shelf }: LightsProps) {
  const box = useRef<HTMLDivElement>(null)
  useFrame(lesson, 'forward')
  const [selection] = useSelection(lesson)

  useFollow(lesson, 'forward', ({ frame, selection: { position } }) => {
    const threads = box.current?.querySelectorAll('path') ?? []
    for (const [i, row] of shelf.rows.entries()) threads[i]?.setAttribute('d', threadPath(view, row, frame, position))
    const frames = box.current?.querySelectorAll<HTMLElement>('.gf-kv-write') ?? []
    for (const [i, band] of shelf.bands.entries())
      Object.assign(frames[i]?.style ?? {}, writeStyle(writeLight(view, band, frame)))
  })

  const frame = lesson.frameOf('forward')
  const at = { layer: selection.layer, head: rowOfHead(view, selection.head) }
  const chosen = shelf.rows.find(({ layer, head }) => layer === at.layer && head === at.head)
  return (
    <div ref={box} className="gf-kv-lights" aria-hidden="true">
      <svg viewBox={`0 0 ${view.positions} ${shelf.height}`} preserveAspectRatio="none" aria-hidden="true">
        {shelf.rows.map((row) => (
          <path
            key={`${row.layer} ${row.head}`}
            data-dim={isOther(row, at) || undefined}
            d={threadPath(view, row, frame, selection.position)}
          />
        ))}
      </svg>
      {selection.key !== null && selection.key < view.positions && (
        <Ring
          column={selection.key}
          columns={view.positions}
          rows={1}
          box={chosen && { top: chosen.top, height: chosen.height }}
        />
      )}
      {shelf.bands.map((band) => (
        <div
          key={band.layer}
          className="gf-kv-write"
          style={{ top: rem(band.top), ...writeStyle(writeLight(view, band, frame)) }}
        />
      ))}
    </div>
  )
}

function writeStyle({ from, to, height, opacity }: WriteLight) {
  return {
    left: `calc(var(--gf-kv-col) * ${from})`,
    width: `calc(var(--gf-kv-col) * ${to - from})`,
    height: rem(height),
    opacity: String(opacity),
  }
}

/** While a head is chosen, the threads of the others step back. */
function isOther(row: SlotRow, { layer, head }: { layer: number | null; head: number | null }): boolean {
  return head !== null && (row.head !== head || (layer !== null && row.layer !== layer))
}
