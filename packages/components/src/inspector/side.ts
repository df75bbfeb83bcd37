/** The sides of a cell that the card may stand at. */
export type Side = 'right' | 'left' | 'bottom' | 'top'

/** Pixels between the cell and the card, and between the card and the edge of what is seen. */
const GAP_PX = 10
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

/** How far the card may stand from its cell so that it hides nothing of the picture that this is in. */
const FAR_PX = 420

export interface Place {
  readonly side: Side
  /** Pixels between the cell and the card. */
  readonly gap: number
}

/**
 * Where a card of this width stands: right or left of the picture that the cell is in, whose row and column then stay in
 * sight; or beside the cell itself; or else under or above it, where there is more room. Its height is then cut to what
 * there is, so that it is never over its cell.
 */
export function placeFor(cell: Box, picture: Box, view: Box, width: number): Place {
  const room = roomAt(cell, view)
  const beyond = { right: picture.right - cell.right, left: cell.left - picture.left }
  for (const clear of [true, false])
    for (const side of ['right', 'left'] as const) {
      const gap = GAP_PX + (clear ? Math.max(0, beyond[side]) : 0)
      if (gap <= FAR_PX && room[side] >= width + gap + EDGE_PX) return { side, gap }
    }
  return { side: room.bottom >= room.top ? 'bottom' : 'top', gap: GAP_PX }
}
