import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EDGE_PX, placeFor } from './side'

const view = { left: 0, top: 0, right: 1280, bottom: 900 }
const at = (left: number, top: number, width: number, height = width) => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
})

describe('placeFor', () => {
  it('stands beyond the picture where there is room, so that the cell’s row and column stay in sight', () => {
    expect(placeFor(at(300, 400, 30), at(100, 100, 500), view, 400)).toEqual({ side: 'right', gap: 10 + 600 - 330 })
    expect(placeFor(at(900, 400, 30), at(700, 100, 560), view, 400)).toEqual({ side: 'left', gap: 10 + 200 })
  })

  it('stands beside the cell where the picture leaves none', () => {
    expect(placeFor(at(300, 400, 30), at(0, 0, 1280, 900), view, 400)).toEqual({ side: 'right', gap: 10 })
    expect(placeFor(at(1000, 400, 30), at(0, 0, 1280, 900), view, 400)).toEqual({ side: 'left', gap: 10 })
  })

  it('stands under or above it where neither side has room', () => {
    const narrow = { ...view, right: 600 }
    expect(placeFor(at(300, 100, 30), at(0, 0, 600, 900), narrow, 400).side).toBe('bottom')
    expect(placeFor(at(300, 800, 30), at(0, 0, 600, 900), narrow, 400).side).toBe('top')
  })

  it('fits beside the cell whenever it stands there, and is never over it', () => {
    const side = fc.integer({ min: 0, max: 1200 })
    fc.assert(
      fc.property(
        side,
        side,
        fc.integer({ min: 3, max: 90 }),
        fc.integer({ min: 320, max: 1600 }),
        (x, y, px, right) => {
          const cell = at(Math.min(x, right - px), y, px)
          const { side, gap } = placeFor(cell, at(0, 0, right, 900), { ...view, right }, 400)
          expect(gap).toBeGreaterThan(0)
          if (side === 'right') expect(cell.right + gap + 400 + EDGE_PX).toBeLessThanOrEqual(right)
          if (side === 'left') expect(cell.left - gap - 400 - EDGE_PX).toBeGreaterThanOrEqual(0)
        },
      ),
    )
  })
})
