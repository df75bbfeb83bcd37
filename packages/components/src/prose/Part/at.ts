import type { Selection } from '../../lesson/selection'
import { type CellPlace, findCell } from '../cell'
import { type Here, headOf, isWhy, layerOf, positionOf, type Why } from '../where'

/** What words are bound to. */
export interface Bound extends Omit<CellPlace, 'tensor' | 'index'> {
  readonly tensor?: string | undefined
  readonly index?: CellPlace['index']
}

/** The selection that points at what words are bound to, at this moment: only what they name; or why there is none. */
export function boundAt(here: Here, bound: Bound): Partial<Selection> | Why {
  const { tensor, layer, head, position, keyAt } = bound
  if (tensor !== undefined || keyAt === 'most') {
    const found = findCell(here, { ...bound, tensor: tensor ?? 'attn.pattern' })
    return isWhy(found) ? found : tensor === undefined ? { ...found.at, cell: null } : found.at
  }
  const axes = {
    ...(layer !== undefined && { layer: layerOf(here, layer) }),
    ...(head !== undefined && { head: headOf(here, head) }),
    // A token by itself is no query of a key that was chosen before.
    ...(position !== undefined && { position: positionOf(here, position), key: null }),
    ...(keyAt !== undefined && { ...(position === undefined && { position: null }), key: positionOf(here, keyAt) }),
  }
  const wrong = Object.values(axes).find((at): at is Why => at !== null && isWhy(at))
  return wrong ?? (axes as Partial<Selection>)
}
