import type { kvCacheGridMessages } from '../../messages/en/kvCacheGrid'
import type { CacheView } from './cache'
import type { Shelf } from './kvCacheGrid.geometry'

interface LegendProps {
  readonly view: CacheView
  readonly shelf: Shelf
  readonly messages: typeof kvCacheGridMessages
}

export function Legend({ view, shelf, messages: { legend, k, v } }: LegendProps) {
  return (
    <>
      <span className="gf-kv-key">
        <i data-mark="ramp" />
        <span data-kind="k">{legend.scale(k, view.kBound)}</span>
      </span>
      <span className="gf-kv-key">
        <i data-mark="ramp" />
        <span data-kind="v">{legend.scale(v, view.vBound)}</span>
      </span>
      {!shelf.allOpen && (
        <span className="gf-kv-key">
          <i data-mark="norm" />
          {legend.norm(view.normBound)}
        </span>
      )}
      <span className="gf-kv-key">
        <i data-mark="thread" />
        {legend.thread}
      </span>
    </>
  )
}
