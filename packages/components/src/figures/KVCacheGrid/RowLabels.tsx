import { rem } from '../../kit'
import type { kvCacheGridMessages } from '../../messages/en/kvCacheGrid'
import { type CacheView, servedBy } from './data'
import type { Shelf } from './geometry'

interface RowLabelsProps {
  readonly view: CacheView
  readonly shelf: Shelf
  readonly messages: typeof kvCacheGridMessages
  readonly onOpen: (layer: number) => void
}

/** Layers, heads, K and V at the side; stays while the columns scroll. A folded layer's name opens it. */
export function RowLabels({ view, shelf, messages, onOpen }: RowLabelsProps) {
  return (
    <div className="gf-kv-labels" style={{ blockSize: rem(shelf.height) }}>
      {shelf.bands.map((band) => (
        <div
          key={band.layer}
          className="gf-kv-band"
          data-open={band.open || undefined}
          style={{ insetBlockStart: rem(band.top), blockSize: rem(band.height) }}
        >
          {shelf.allOpen ? (
            <span className="gf-kv-layer">{messages.layer(band.layer)}</span>
          ) : (
            // The same button open and folded, so that the focus stays where it was pressed.
            <button
              type="button"
              className="gf-kv-layer"
              aria-label={messages.openLayer(band.layer)}
              aria-pressed={band.open}
              onClick={() => band.open || onOpen(band.layer)}
            >
              {messages.layer(band.layer)}
            </button>
          )}
          {band.rows.map((row) => (
            <div key={row.head} aria-hidden="true">
              {row.head !== null && (
                <span
                  className="gf-kv-name"
                  style={{ insetBlockStart: rem(row.lane.top - band.top), blockSize: rem(row.lane.height) }}
                >
                  {messages.heads(...servedBy(view, row.head))}
                </span>
              )}
              {(['k', 'v'] as const).map((kind) => (
                <span
                  key={kind}
                  className="gf-kv-kind"
                  data-kind={kind}
                  style={{ insetBlockStart: rem(row[kind].top - band.top), blockSize: rem(row[kind].height) }}
                >
                  {band.open && messages[kind]}
                </span>
              ))}
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}
