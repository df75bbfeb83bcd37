import type { RampName } from '../color/ramp'
import type { CellBuffers } from './Heatmap'
import type { SvgNode } from './svgNodes'

/** Levels of a still's ramp: half a step is less than a just noticeable difference, about 2.3 in CIELAB, in both themes. */
const LEVELS = 37
const SIGNED_LEVELS = 57
/** Steps of opacity. */
const SHADES = 20
/** Rows and columns beyond which cells are drawn together, by their mean: a page is some 700 px wide. */
export const MOST_SIDE = 128

/** A level of a ramp, 0 to 1, as a colour that follows the theme. The same mix as `rampOf`, done by the browser. */
export function levelColor(ramp: RampName, t: number): string {
  if (ramp !== 'diverging') return mixed(ramp, t, 'panel')
  return t < 0.5 ? mixed('negative', 1 - 2 * t, 'neutral') : mixed('positive', 2 * t - 1, 'neutral')
}

function mixed(color: string, share: number, ground: string): string {
  const percent = Math.round(share * 1000) / 10
  if (percent <= 0) return `var(--gf-${ground})`
  if (percent >= 100) return `var(--gf-${color})`
  return `color-mix(in lab,var(--gf-${color}) ${percent}%,var(--gf-${ground}))`
}

/** A heatmap as paths: one for each level and opacity that occurs, of the boxes of cells that have them. */
export function heatStill(cells: CellBuffers, rows: number, columns: number, ramp: RampName): readonly SvgNode[] {
  const levels = ramp === 'diverging' ? SIGNED_LEVELS : LEVELS
  const down = Math.ceil(rows / MOST_SIDE)
  const across = Math.ceil(columns / MOST_SIDE)
  const styleAt = (row: number, column: number) => {
    const { level, opacity } = meanOf(cells, rows, columns, row, column, down, across)
    const shade = Math.round((opacity / 255) * SHADES)
    return shade === 0 ? -1 : shade * levels + Math.round((level / 255) * (levels - 1))
  }
  const boxes: Box[] = []
  /** By the column that it begins in, the box that ends above this row. */
  let above = new Map<number, Box>()
  for (let row = 0; row < rows; row += down) {
    const height = Math.min(down, rows - row)
    const here = new Map<number, Box>()
    for (let from = 0, column = 0; column < columns; from = column) {
      const style = styleAt(row, from)
      do column = Math.min(columns, column + across)
      while (column < columns && styleAt(row, column) === style)
      if (style < 0) continue
      const width = column - from
      let box = above.get(from)
      if (box?.style === style && box.width === width) box.height += height
      else {
        box = { style, from, row, width, height }
        boxes.push(box)
      }
      here.set(from, box)
    }
    above = here
  }
  const paths = new Map<number, string>()
  for (const { style, from, row, width, height } of boxes)
    paths.set(style, `${paths.get(style) ?? ''}M${from} ${row}h${width}v${height}h-${width}z`)
  return [...paths].map(([style, d]) => {
    const fill = levelColor(ramp, (style % levels) / (levels - 1))
    const shade = Math.floor(style / levels)
    return { tag: 'path', attributes: { fill, ...(shade < SHADES && { 'fill-opacity': `${shade / SHADES}` }), d } }
  })
}

/** Cells of one look, side by side and one above the other. */
interface Box {
  readonly style: number
  readonly from: number
  readonly row: number
  readonly width: number
  height: number
}

/** The mean of a block of cells, each as far as it shows. */
function meanOf(
  { level, opacity }: CellBuffers,
  rows: number,
  columns: number,
  row: number,
  column: number,
  down: number,
  across: number,
) {
  const at = row * columns + column
  if (down === 1 && across === 1) return { level: level[at] as number, opacity: opacity[at] as number }
  const [bottom, right] = [Math.min(rows, row + down), Math.min(columns, column + across)]
  let sum = 0
  let shown = 0
  for (let y = row; y < bottom; y++)
    for (let x = column; x < right; x++) {
      const share = opacity[y * columns + x] as number
      sum += share * (level[y * columns + x] as number)
      shown += share
    }
  return { level: shown > 0 ? sum / shown : 0, opacity: shown / ((bottom - row) * (right - column)) }
}
