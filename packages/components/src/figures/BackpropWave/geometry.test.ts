import { describe, expect, it } from 'vitest'
import { brightness, columnLeft, layoutOf, minColumn, partOfRow, rowMiddle, rowOf, rowTop } from './geometry'

describe('rows', () => {
  it('hold one part each, from the unembedding down to the embedding', () => {
    const parts = Array.from({ length: 8 }, (_, row) => partOfRow(row, 2))
    expect(parts.map(({ part, layer }) => `${part} ${layer ?? ''}`.trim())).toEqual([
      'unembed',
      'mlp 1',
      'attn 1',
      'kv 1',
      'mlp 0',
      'attn 0',
      'kv 0',
      'embed',
    ])
    for (const [row, { part, layer }] of parts.entries()) expect(rowOf(part, layer, 2)).toBe(row)
  })
})

describe('layout', () => {
  it.each([
    [2, 3, 200],
    [5, 4, 800],
    [32, 12, 900],
    [64, 3, 64 * 24],
    [16, 2, 16 * 44],
    [10, 3, 2400],
  ])('keeps %i positions and %i layers at %i px inside their columns and rows', (positions, layers, width) => {
    const layout = layoutOf(positions, layers, width)
    const { at, node, mark, column, row } = layout
    expect(width / positions).toBeGreaterThanOrEqual(minColumn(positions))
    expect(at.stream - node.w / 2).toBeGreaterThanOrEqual(0)
    expect(at.node).toBeGreaterThan(at.stream)
    expect(at.node + node.w).toBeLessThanOrEqual(column)
    expect(at.v + mark * 0.65).toBeLessThanOrEqual(column)
    expect(at.k + mark / 2).toBeLessThan(at.v - mark * 0.65 + 1)
    expect(at.tap).toBeLessThan(at.k - mark / 2 + 1)
    expect(node.h).toBeLessThan(row)
    expect(layout.railY).toBeGreaterThanOrEqual(2)
    expect(layout.markY + mark * 0.65).toBeLessThanOrEqual(row)
    expect(rowTop(layout, layout.rows)).toBe(layout.height)
    expect(rowMiddle(layout, 0)).toBe(layout.lossHeight + row / 2)
    expect(columnLeft(layout, positions)).toBeCloseTo(width, 9)
  })
})

describe('brightness', () => {
  it('runs from 0 at zero to 1 at the end of the scale', () => {
    for (const scale of ['sqrt', 'linear'] as const) {
      expect(brightness(0, 4, scale)).toBe(0)
      expect(brightness(4, 4, scale)).toBe(1)
      expect(brightness(9, 4, scale)).toBe(1)
      expect(brightness(1, 0, scale)).toBe(0)
    }
    expect(brightness(1, 4, 'sqrt')).toBe(0.5)
    expect(brightness(1, 4, 'linear')).toBe(0.25)
  })
})
