/** The sides of a cell that the card may stand at, the best first. */
const SIDES = ['right', 'left', 'bottom', 'top'] as const
export type Side = (typeof SIDES)[number]

/** Pixels between the cell and the card, and between the card and the edge of what is seen. */
export const GAP_PX = 10
export const EDGE_PX = 8

interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** The room at each side of a cell. */
function roomAt(cell: Box, view: Box): Readonly<Record<Side, number>> {
  return {
    right: view.right - cell.right,
    left: cell.left - view.left,
    bottom: view.bottom - cell.bottom,
    top: cell.top - view.top,
  }
}

/**
 * The side at which a card of this width stands: right or left where it fits beside the cell, or else under or above it,
 * where there is more room; its height is then cut to what there is, so that it is never over its cell.
 */
export function sideFor(cell: Box, view: Box, width: number): Side {
  const room = roomAt(cell, view)
  const beside = SIDES.slice(0, 2).find((side) => room[side] >= width + GAP_PX + EDGE_PX)
  return beside ?? (room.bottom >= room.top ? 'bottom' : 'top')
}
