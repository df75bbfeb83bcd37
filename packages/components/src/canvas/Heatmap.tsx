'use client'
import { type ComponentPropsWithoutRef, useCallback, useMemo, useRef } from 'react'
import { DIMMED } from '../color/ink'
import { PALETTES, type ThemeName } from '../color/palette'
import { type ColorTable, colorTable, type RampName, rampOf } from '../color/ramp'
import type { RunKind } from '../lesson/handle'
import { type Now, nowOf, useHydrating } from '../lesson/hooks'
import { pngDataUri } from './png'
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
  rows: number
  columns: number
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
 * One pixel per cell, scaled by CSS. On the server, and until hydration, the same pixels stand as an image, one per theme.
 * Fills its parent; lines, labels and rings lie over it. Decorative: the figure names it and has the table.
 */
export function Heatmap<K extends RunKind>(props: HeatmapProps<K>) {
  const { lesson, kind, rows, columns, ramp, fill, followTime, followSelection, className, ...rest } = props
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
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
    },
    [cells, fill, ramp, rows, columns],
  )
  usePainter(box, paint, { lesson, kind, followTime, followSelection })
  const hydrating = useHydrating()
  return (
    <div {...rest} ref={box} aria-hidden="true" className={className ? `gf-heatmap ${className}` : 'gf-heatmap'}>
      {hydrating && (
        <ServerPixels rows={rows} columns={columns} ramp={ramp} fill={(cells) => fill(cells, nowOf(lesson, kind))} />
      )}
      <canvas ref={canvas} width={columns} height={rows} />
    </div>
  )
}

interface ServerPixelsProps extends Pick<HeatmapProps<RunKind>, 'rows' | 'columns' | 'ramp'> {
  fill: (cells: CellBuffers) => void
}

function ServerPixels({ rows, columns, ramp, fill }: ServerPixelsProps) {
  if (rows === 0 || columns === 0) return null
  const cells = { level: new Uint8Array(rows * columns), opacity: new Uint8Array(rows * columns) }
  fill(cells)
  const uri = (theme: ThemeName) => indexedPng(cells, columns, rows, tableFor(PALETTES[theme], ramp))
  return (
    <>
      <img className="gf-pixels" data-theme="dark" src={uri('dark')} alt="" />
      <img className="gf-pixels" data-theme="light" src={uri('light')} alt="" />
    </>
  )
}

/** Folds level and opacity into one index: level 0 and no opacity is index 0, which is clear; dimmed cells take 128 levels each. */
function indexedPng({ level, opacity }: CellBuffers, width: number, height: number, table: ColorTable): string {
  const palette = new Uint8Array(256 * 3)
  const alpha = new Uint8Array(256)
  for (let i = 1; i < 256; i++) {
    const dimmed = i >= 128
    const source = Math.round(((dimmed ? i - 128 : i - 1) / (dimmed ? 127 : 126)) * 255)
    palette.set(table.subarray(source * 3, source * 3 + 3), i * 3)
    alpha[i] = dimmed ? DIMMED : 255
  }
  const pixels = level.map((value, i) => {
    const shown = opacity[i] as number
    if (shown === 0) return 0
    return shown < 200 ? 128 + Math.round((value / 255) * 127) : 1 + Math.round((value / 255) * 126)
  })
  return pngDataUri(pixels, width, height, palette, alpha)
}
