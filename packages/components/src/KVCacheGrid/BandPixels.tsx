'use client'
import { useCallback } from 'react'
import { type CellBuffers, Heatmap } from '../canvas/Heatmap'
import type { LessonHandle } from '../lesson/handle'
import { frameNow, selectionNow } from '../lesson/hooks'
import type { CacheView } from './cache'
import { fillNorms, fillReads, fillVectors } from './fill'
import type { Band } from './kvCacheGrid.geometry'

interface BandPixelsProps {
  readonly lesson: LessonHandle
  readonly view: CacheView
  readonly band: Band
}

/** One layer of the shelf: empty slots, the light of reads around them, and the numbers (or norms) in them. */
export function BandPixels({ lesson, view, band }: BandPixelsProps) {
  const reads = useCallback(
    (cells: CellBuffers) => fillReads(view, band, frameNow(lesson, 'forward'), selectionNow(lesson), cells),
    [lesson, view, band],
  )
  const vectors = useCallback(
    (cells: CellBuffers) => fillVectors(view, band, frameNow(lesson, 'forward'), cells),
    [lesson, view, band],
  )
  const kNorms = useCallback(
    (cells: CellBuffers) => fillNorms(view, band, frameNow(lesson, 'forward'), 'k', cells),
    [lesson, view, band],
  )
  const vNorms = useCallback(
    (cells: CellBuffers) => fillNorms(view, band, frameNow(lesson, 'forward'), 'v', cells),
    [lesson, view, band],
  )
  const size = { lesson, rows: band.pixelRows, columns: view.positions }
  return (
    <div
      className="gf-kv-band"
      data-layer={band.layer}
      data-open={band.open || undefined}
      style={{ insetBlockStart: band.top, blockSize: band.height }}
    >
      {band.rows.flatMap((row) =>
        (['k', 'v'] as const).map((kind) => (
          <div
            key={`${row.head} ${kind}`}
            className="gf-kv-strip"
            data-kind={kind}
            style={{ insetBlockStart: row[kind].top - band.top, blockSize: row[kind].height }}
          />
        )),
      )}
      <Heatmap {...size} ramp="reads" fill={reads} className="gf-kv-reads" />
      {band.open ? (
        <Heatmap {...size} ramp="diverging" fill={vectors} followSelection={false} className="gf-kv-cells" />
      ) : (
        <>
          <Heatmap {...size} ramp="keys" fill={kNorms} followSelection={false} className="gf-kv-cells" />
          <Heatmap {...size} ramp="values" fill={vNorms} followSelection={false} className="gf-kv-cells" />
        </>
      )}
    </div>
  )
}
