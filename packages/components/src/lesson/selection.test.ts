import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { effectiveSelection, hover, INITIAL_SELECTION, NO_SELECTION, pin, type Selection } from './selection'

const index = fc.option(fc.nat(5))
const cell = fc.option(
  fc.record({ tensor: fc.constantFrom('embed', 'logits'), index: fc.array(fc.nat(2), { maxLength: 2 }) }),
)
const partial = fc.record(
  { position: index, key: index, layer: index, head: index, cell },
  { requiredKeys: [] },
) as fc.Arbitrary<Partial<Selection>>

describe('selection', () => {
  it('shows what is hovered over what is pinned, axis by axis', () => {
    fc.assert(
      fc.property(partial, partial, (pinned, hovered) => {
        const state = hover(pin(INITIAL_SELECTION, pinned), hovered)
        const base = effectiveSelection(pin(INITIAL_SELECTION, pinned))
        expect(effectiveSelection(state)).toEqual({ ...base, ...hovered })
        expect(effectiveSelection(hover(state, null))).toEqual(base)
      }),
    )
  })

  it('lets go of what is pinned twice, and of everything for null', () => {
    const once = pin(INITIAL_SELECTION, { layer: 1, head: 2 })
    expect(once.pinned).toEqual({ ...NO_SELECTION, layer: 1, head: 2 })
    expect(pin(once, { layer: 1, head: 2 }).pinned).toEqual(NO_SELECTION)
    expect(pin(once, null).pinned).toEqual(NO_SELECTION)
    expect(pin(once, { position: 3 }).pinned).toEqual({ ...NO_SELECTION, layer: 1, head: 2, position: 3 })
  })

  it('stays the same object while nothing changes, so that nothing renders again', () => {
    const state = hover(INITIAL_SELECTION, { position: 1 })
    expect(hover(state, { position: 1 })).toBe(state)
    expect(hover(INITIAL_SELECTION, null)).toBe(INITIAL_SELECTION)
    const atCell = hover(INITIAL_SELECTION, { cell: { tensor: 'embed', index: [0, 1] } })
    expect(hover(atCell, { cell: { tensor: 'embed', index: [0, 1] } })).toBe(atCell)
    expect(hover(atCell, { cell: { tensor: 'embed', index: [0, 2] } })).not.toBe(atCell)
  })
})
