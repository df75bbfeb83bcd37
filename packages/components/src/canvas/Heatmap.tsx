'use client'
import { type ComponentPropsWithoutRef, useCallback, useMemo, useRef } from 'react'
import { type ColorTable, colorTable, type RampName, rampOf } from '../color/ramp'
import type { RunKind } from '../lesson/handle'
import type { Now } from '../lesson/hooks'
import { heatStill } from './heatStill'
import { cover, Still } from './Still'
import { type PaintContext, type PainterOptions, usePainter } from './usePainter'

/**
 * What is painted of one cell: `level` 0..255 is its place on the ramp, `opacity` 0..255 how much of it shows.
 * Both arrays are row-major and are reused from frame to frame; `fill` writes every cell.
 */
export interface CellBuffers {
  readonly level: Uint8Array
  readonly opacity: Uint8Array
}

export interface HeatmapProps<K extends RunKind>
  extends Omit<ComponentPropsWithoutRef<'div'>, 'children'>,
    PainterOptions<K> {
  /** How many cells it has from top to bottom. */
  rows: number
  /** How many it has from left to right. */
  columns: number
  /** The colours, for the kind of thing that is shown. */
  ramp: RampName
  /** Writes the cells as they are at the moment it is handed. Must be stable: a new one repaints. */
  fill: (cells: CellBuffers, now: Now<K>) => void
}

const tables = new Map<string, ColorTable>()
function tableFor(palette: Parameters<typeof rampOf>[0], ramp: RampName): ColorTable {
  const key = `${ramp} ${palette.panel} ${ramp === 'diverging' ? `${palette.negative} ${palette.neutral} ${palette.positive}` : palette[ramp]}`
  const known = tables.get(key)
  if (known) return known
  const made = colorTable(rampOf(palette, ramp))
  tables.set(key, made)
  return made
}

/**
 * One pixel per cell, scaled by CSS. The same cells stand as a still where nothing is painted: in the server's HTML, on paper.
 * Fills its parent; lines, labels and rings lie over it. Decorative: the figure names it and has the table.
 */
export function Heatmap<K extends RunKind>(props: HeatmapProps<K>) {
  const { lesson, kind, rows, columns, ramp, fill, followTime, followSelection, className, ...rest } = props
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const still = useRef<SVGSVGElement>(null)
  const follow = { lesson, kind, followTime, followSelection }
  const cells = useMemo<CellBuffers>(
    () => ({ level: new Uint8Array(rows * columns), opacity: new Uint8Array(rows * columns) }),
    [rows, columns],
  )
  const paint = useCallback(
    ({ palette, ...now }: PaintContext<K>) => {
      const brush = canvas.current?.getContext('2d')
      if (!brush || rows === 0 || columns === 0) return
      fill(cells, now)
      const table = tableFor(palette, ramp)
      const image = brush.createImageData(columns, rows)
      for (let i = 0; i < rows * columns; i++) {
        const at = (cells.level[i] as number) * 3
        image.data[i * 4] = table[at] as number
        image.data[i * 4 + 1] = table[at + 1] as number
        image.data[i * 4 + 2] = table[at + 2] as number
        image.data[i * 4 + 3] = cells.opacity[i] as number
      }
      brush.putImageData(image, 0, 0)
      box.current?.setAttribute('data-painted', '')
      cover(still.current)
    },
    [cells, fill, ramp, rows, columns],
  )
  usePainter(box, paint, follow)
  const make = useCallback(
    (now: Now<K>) => {
      fill(cells, now)
      return heatStill(cells, rows, columns, ramp)
    },
    [cells, fill, ramp, rows, columns],
  )
  return (
    <div {...rest} ref={box} aria-hidden="true" className={className ? `gf-heatmap ${className}` : 'gf-heatmap'}>
      <Still
        {...follow}
        svg={still}
        make={make}
        viewBox={`0 0 ${columns} ${rows}`}
        preserveAspectRatio="none"
        shapeRendering="crispEdges"
      />
      <canvas ref={canvas} width={columns} height={rows} />
    </div>
  )
}
