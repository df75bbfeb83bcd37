'use client'
import { useMemo } from 'react'
import { type CellBuffers, Heatmap, type LessonHandle, type Now, type RampName, rem } from '../../kit'
import type { CacheView } from './data'
import type { Band } from './geometry'
import { fillNorms, fillReads, fillVectors } from './paint'

interface BandPixelsProps {
  readonly lesson: LessonHandle
  readonly view: CacheView
  readonly band: Band
}

/** One layer of the shelf: empty slots, the light of reads around them, and the numbers (or norms) in them. */
export function BandPixels({ lesson, view, band }: BandPixelsProps) {
  const painters = useMemo(() => {
    type Fill = (cells: CellBuffers, now: Now<'forward'>) => void
    const norms =
      (kind: 'k' | 'v'): Fill =>
      (cells, { frame }) =>
        fillNorms(view, band, frame, kind, cells)
    const numbers: { ramp: RampName; fill: Fill }[] = band.open
      ? [{ ramp: 'diverging', fill: (cells, { frame }) => fillVectors(view, band, frame, cells) }]
      : [
          { ramp: 'keys', fill: norms('k') },
          { ramp: 'values', fill: norms('v') },
        ]
    return {
      reads: (cells: CellBuffers, { frame, selection }: Now<'forward'>) =>
        fillReads(view, band, frame, selection.position, cells),
      numbers,
    }
  }, [view, band])
  const size = { lesson, kind: 'forward' as const, rows: band.pixelRows, columns: view.positions }
  return (
    <div
      className="gf-kv-band"
      data-layer={band.layer}
      data-open={band.open || undefined}
      style={{ insetBlockStart: rem(band.top), blockSize: rem(band.height) }}
    >
      {band.rows.flatMap((row) =>
        (['k', 'v'] as const).map((kind) => (
          <div
            key={`${row.head} ${kind}`}
            className="gf-kv-strip"
            data-kind={kind}
            style={{ insetBlockStart: rem(row[kind].top - band.top), blockSize: rem(row[kind].height) }}
          />
        )),
      )}
      <Heatmap {...size} ramp="reads" fill={painters.reads} className="gf-kv-reads" />
      {painters.numbers.map((painter) => (
        <Heatmap key={painter.ramp} {...size} {...painter} followSelection={false} className="gf-kv-cells" />
      ))}
    </div>
  )
}
