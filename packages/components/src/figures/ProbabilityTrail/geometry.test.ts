import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  boxOf,
  cutEnd,
  isLabelled,
  layOutRows,
  rankHeight,
  rankMarks,
  roomOf,
  rowAt,
  shareOf,
  standsUnder,
  unitsOf,
} from './geometry'

const anyRows = fc
  .record({ n: fc.integer({ min: 1, max: 300 }), focus: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ n, focus }) => layOutRows(n, focus < 0.1 ? -1 : Math.min(n - 1, Math.floor(focus * n))))

describe('rows', () => {
  it('lie one under the other without gaps, and fill the height', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        let [unit, top] = [0, 0]
        for (let position = 0; position < rows.n; position++) {
          const { first, count } = unitsOf(rows, position)
          const box = boxOf(rows, position)
          expect(first).toBe(unit)
          expect(box.top).toBeCloseTo(top)
          unit += count
          top += box.height
          const share = shareOf(rows, position)
          expect(rowAt(rows, share.top + share.height / 2)).toBe(position)
        }
        expect(unit).toBe(rows.units)
        expect(top).toBeCloseTo(rows.heightPx)
        expect(rowAt(rows, 0)).toBe(0)
        expect(rowAt(rows, 1)).toBe(rows.n - 1)
        expect(rowAt(rows, -1)).toBe(0)
      }),
    )
  })

  it('have words as long as there is room, and then one row that keeps them', () => {
    expect(layOutRows(2, 1)).toMatchObject({ words: true, unitPx: 34, span: 1 })
    expect(layOutRows(22, 1)).toMatchObject({ words: true, unitPx: 18 })
    const many = layOutRows(64, 20)
    expect(many.words).toBe(false)
    expect(boxOf(many, 20).height).toBeGreaterThanOrEqual(30)
    expect(many.heightPx).toBeLessThanOrEqual(420)
    expect(layOutRows(128, 0).heightPx).toBeLessThanOrEqual(560)
  })

  it('are named so that names do not touch', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const middles = Array.from({ length: rows.n }, (_, position) => position)
          .filter((position) => isLabelled(rows, position))
          .map((position) => boxOf(rows, position))
          .map(({ top, height }) => top + height / 2)
        expect(middles.length).toBeGreaterThan(0)
        for (const [i, middle] of middles.slice(1).entries())
          expect(middle - (middles[i] as number)).toBeGreaterThan(13)
        if (rows.focus >= 0) expect(isLabelled(rows, rows.focus)).toBe(true)
      }),
    )
  })
})

describe('words', () => {
  it('are cut at their end, by letters and not by halves of them', () => {
    expect(cutEnd('·animals', 8)).toBe('·animals')
    expect(cutEnd('·animals', 5)).toBe('·ani…')
    expect(cutEnd('𝒶𝒷𝒸𝒹', 3)).toBe('𝒶𝒷…')
  })

  it('have their probability beside them in wide columns alone, and fit either way', () => {
    expect(roomOf(140).prob).toBe(true)
    expect(roomOf(60).prob).toBe(false)
    for (const columnPx of [46, 60, 91, 92, 140, 176]) {
      const { letters, prob } = roomOf(columnPx)
      expect(letters * 6.7 + (prob ? 34 : 0)).toBeLessThan(columnPx)
      expect(letters).toBeGreaterThanOrEqual(4)
    }
  })
})

describe('the scale of ranks', () => {
  it('runs from 1 to the last of all, by powers', () => {
    expect(rankHeight(1, 1024)).toBe(0)
    expect(rankHeight(1024, 1024)).toBe(1)
    expect(rankHeight(32, 1024)).toBeCloseTo(0.5)
    expect(rankHeight(1, 1)).toBe(0)
    expect(rankMarks(1024)).toEqual([1, 10, 100, 1024])
    expect(rankMarks(50_257)).toEqual([1, 10, 100, 1000, 10_000, 50_257])
    expect(rankMarks(120)).toEqual([1, 10, 120])
    expect(rankMarks(2)).toEqual([1, 2])
  })

  it('puts a number where its line is not', () => {
    expect(standsUnder([16, 1, 1], 0, 1024)).toBe(true)
    expect(standsUnder([16, 1, 1], 1, 1024)).toBe(false)
    expect(standsUnder([1000, 1], 0, 1024)).toBe(false)
    expect(standsUnder([1, 5, 1], 1, 1024)).toBe(true)
    expect(standsUnder([9, 6, 3], 1, 1024)).toBe(false)
    expect(standsUnder([3, 3, 3], 1, 1024)).toBe(false)
  })
})
