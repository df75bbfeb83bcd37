import { type Selection, sameCell } from '../lesson/selection'

/** Whether a selection is of what a part of prose is of: it agrees in all that this names. A token by itself is meant as a key too. */
export function agrees(selection: Selection, at: Partial<Selection>): boolean {
  const { cell, position, key, layer, head } = at
  const named = [position, key, layer, head].filter((one) => typeof one === 'number').length
  // A query and a key of a head name their cell, which figures point at so.
  if (cell && named < 4) return sameCell(selection.cell, cell)
  if (cell && sameCell(selection.cell, cell)) return true
  const same = (axis: 'position' | 'key' | 'layer' | 'head', wanted: number | null | undefined) =>
    typeof wanted !== 'number' || selection[axis] === wanted
  const isToken = typeof position === 'number' && typeof key !== 'number'
  const tokens = isToken
    ? selection.position === position || selection.key === position
    : same('position', position) && same('key', key)
  return named > 0 && tokens && same('layer', layer) && same('head', head)
}
