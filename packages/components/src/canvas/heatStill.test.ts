import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mixLab, type Rgb } from '../color/lab'
import { type ColorName, PALETTES, type ThemeName } from '../color/palette'
import { type RampName, rampOf } from '../color/ramp'
import { heatStill, levelColor, MOST_SIDE } from './heatStill'

const RAMPS: readonly RampName[] = ['reads', 'forward', 'keys', 'values', 'gradient', 'diverging']
const THEMES: readonly ThemeName[] = ['dark', 'light']

/** What a browser paints for `var(--gf-a)` or `color-mix(in lab,var(--gf-a) p%,var(--gf-b))`. */
function painted(color: string, theme: ThemeName): Rgb {
  const [, a, share, b] =
    /^(?:color-mix\(in lab,)?var\(--gf-(\w+)\)(?: ([\d.]+)%,var\(--gf-(\w+)\)\))?$/.exec(color) ?? []
  const hex = (name: string) => PALETTES[theme][name as ColorName]
  expect(a, color).toBeDefined()
  return mixLab(hex(b ?? (a as string)), hex(a as string))(b ? Number(share) / 100 : 1)
}

/** CIELAB over D65. */
function lab(color: Rgb): readonly number[] {
  const [r = 0, g = 0, b = 0] = color.map((byte) =>
    byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4,
  )
  const [x = 0, y = 0, z = 0] = [
    (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047,
    0.2126729 * r + 0.7151522 * g + 0.072175 * b,
    (0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883,
  ].map((t) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116))
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}
const difference = (a: Rgb, b: Rgb) => {
  const [p, q] = [lab(a), lab(b)]
  return Math.hypot(...p.map((value, i) => value - (q[i] as number)))
}

interface Cell {
  readonly fill: string
  readonly opacity: number
}

/** Every cell as the paths leave it; none may be painted twice. */
function cellsOf(nodes: ReturnType<typeof heatStill>, rows: number, columns: number): (Cell | undefined)[] {
  const cells: (Cell | undefined)[] = Array.from({ length: rows * columns })
  for (const { tag, attributes } of nodes) {
    expect(tag).toBe('path')
    const { d = '', fill = '' } = attributes
    const runs = [...d.matchAll(/M(\d+) (\d+)h(\d+)v(\d+)h-(\d+)z/g)]
    expect(runs.map(([run]) => run).join('')).toBe(d)
    for (const run of runs) {
      const [x = 0, y = 0, w = 0, h = 0, back] = run.slice(1).map(Number)
      expect([back, x + w <= columns, y + h <= rows]).toEqual([w, true, true])
      for (let row = y; row < y + h; row++)
        for (let column = x; column < x + w; column++) {
          expect(cells[row * columns + column]).toBeUndefined()
          cells[row * columns + column] = { fill, opacity: Number(attributes['fill-opacity'] ?? 1) }
        }
    }
  }
  return cells
}

const grids = fc.tuple(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 24 })).chain(([rows, columns]) => {
  const byte = fc.oneof(fc.constantFrom(0, 255, 90, 52), fc.integer({ min: 0, max: 255 }))
  const bytes = fc.uint8Array({ minLength: rows * columns, maxLength: rows * columns })
  const opacities = fc.array(byte, { minLength: rows * columns, maxLength: rows * columns })
  return fc.record({ rows: fc.constant(rows), columns: fc.constant(columns), level: bytes, opacity: opacities })
})

describe('heatStill', () => {
  it('paints every cell once, in the colour of its level and as far as it shows', () => {
    fc.assert(
      fc.property(grids, fc.constantFrom(...RAMPS), fc.constantFrom(...THEMES), (grid, ramp, theme) => {
        const { rows, columns, level } = grid
        const opacity = Uint8Array.from(grid.opacity)
        const cells = cellsOf(heatStill({ level, opacity }, rows, columns, ramp), rows, columns)
        const exact = rampOf(PALETTES[theme], ramp)
        cells.forEach((cell, i) => {
          const shown = (opacity[i] as number) / 255
          expect(Math.abs((cell?.opacity ?? 0) - shown)).toBeLessThanOrEqual(0.025 + 1e-9)
          if (cell) expect(difference(painted(cell.fill, theme), exact((level[i] as number) / 255))).toBeLessThan(3)
        })
      }),
      { numRuns: 25 },
    )
  })

  it('has levels so close that half a step is just noticeable at the most, in either theme', () => {
    for (const ramp of RAMPS)
      for (const theme of THEMES) {
        const level = Uint8Array.from({ length: 256 }, (_, i) => i)
        const cells = cellsOf(heatStill({ level, opacity: level.map(() => 255) }, 16, 16, ramp), 16, 16)
        const exact = rampOf(PALETTES[theme], ramp)
        const differences = cells.map((cell, i) => difference(painted(cell?.fill ?? '', theme), exact(i / 255)))
        expect(Math.max(...differences), `${ramp}, ${theme}`).toBeLessThan(2.6)
        expect(differences.reduce((sum, value) => sum + value, 0) / 256, `${ramp}, ${theme}`).toBeLessThan(1.2)
      }
  })

  it('shows ends and zero exactly', () => {
    expect(levelColor('reads', 0)).toBe('var(--gf-panel)')
    expect(levelColor('reads', 1)).toBe('var(--gf-reads)')
    expect([0, 0.5, 1].map((t) => levelColor('diverging', t))).toEqual([
      'var(--gf-negative)',
      'var(--gf-neutral)',
      'var(--gf-positive)',
    ])
  })

  it('has no more paths than levels, where all is shown in full', () => {
    const level = Uint8Array.from({ length: 128 * 128 }, (_, i) => (i * 37) % 256)
    const full = level.map(() => 255)
    expect(heatStill({ level, opacity: full }, 128, 128, 'reads').length).toBeLessThanOrEqual(37)
    expect(heatStill({ level, opacity: full }, 128, 128, 'diverging').length).toBeLessThanOrEqual(57)
  })

  it('draws what is larger than a page in blocks, of the mean of the cells that show', () => {
    const [rows, columns] = [MOST_SIDE * 2 + 1, 3]
    const level = new Uint8Array(rows * columns)
    const opacity = new Uint8Array(rows * columns)
    // Three rows make a block: two cells of the first show, dark and bright.
    level[0] = 255
    opacity[0] = 255
    opacity[columns] = 255
    level[2 * columns] = 77
    const cells = cellsOf(heatStill({ level, opacity }, rows, columns, 'reads'), rows, columns)
    expect(cells.filter(Boolean)).toHaveLength(3)
    expect(cells[0]).toEqual({ fill: levelColor('reads', 0.5), opacity: 0.65 })
    expect(cells[2 * columns]).toEqual(cells[0])
  })

  it('is nothing where there are no cells', () => {
    const none = new Uint8Array(0)
    expect(heatStill({ level: none, opacity: none }, 0, 0, 'reads')).toEqual([])
    expect(heatStill({ level: none, opacity: none }, 0, 4, 'reads')).toEqual([])
  })
})
