import type { ForwardFrame } from '@glassformer/core'
import type { DataTableProps } from '../../anatomy/DataTable'
import type { kvCacheGridMessages } from '../../messages/en/kvCacheGrid'
import { formatShort, visibleToken } from '../../messages/format'
import { type CacheView, servedBy, standingIn } from './cache'
import { vectorOf } from './readout'

/** The numbers of one layer and one head of K and V (the last, if there is no such head), a row per position that is written. */
export function tableOf(
  view: CacheView,
  frame: ForwardFrame | null,
  layer: number,
  head: number | null,
  { table, heads, k, v }: typeof kvCacheGridMessages,
): DataTableProps {
  const indices = Array.from({ length: view.dHead }, (_, i) => i)
  const known = Math.min(layer, view.layers.length - 1)
  const shown = head ?? view.nHeads - 1
  return {
    caption: table.caption(known, heads(...servedBy(view, shown))),
    columns: [table.position, table.token, ...[k, v].flatMap((kind) => indices.map((i) => table.column(kind, i)))],
    rows: () => {
      const written = frame ? standingIn(view, frame, known).full : 0
      return Array.from({ length: written }, (_, position) => [
        position,
        visibleToken(view.tokens[position]?.text ?? ''),
        ...(['k', 'v'] as const).flatMap((kind) =>
          Array.from(vectorOf(view, known, shown, position, kind), (x) => formatShort(x, 4)),
        ),
      ])
    },
  }
}
