import type { CSSProperties } from 'react'
import type { backpropWaveMessages } from '../../messages/en/backpropWave'
import type { Wave } from './data'
import { partOfRow, rowHeight } from './geometry'

interface RowLabelsProps {
  readonly wave: Wave
  readonly messages: typeof backpropWaveMessages
  /** Whether the gradients of the weights are there. */
  readonly updated: boolean
  /** Told of the row whose name is pointed at. */
  readonly onRow: (row: number | null) => void
}

/** The names of the network's rows, each with a mark for how large the gradient of its weights is. Cells say their own. */
export function RowLabels({ wave, messages, updated, onRow }: RowLabelsProps) {
  const { nLayers, weights } = wave
  const most = Math.max(...weights.map(({ gradient }) => gradient))
  const tight = rowHeight(nLayers) < 20
  return (
    <div className="gf-wave-names" data-tight={tight || undefined} aria-hidden="true">
      <span className="gf-wave-lossname">{messages.rows.loss}</span>
      {weights.map(({ gradient }, row) => {
        const { part, layer } = partOfRow(row, nLayers)
        const name = !tight || layer === null ? messages.rows[part] : part === 'attn' ? messages.layer(layer) : ''
        return (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
            key={row}
            className="gf-wave-name"
            data-part={part}
            onPointerEnter={() => onRow(row)}
            onPointerLeave={() => onRow(null)}
          >
            {!tight && part === 'mlp' && <span className="gf-wave-layer">{messages.layer(layer ?? 0)}</span>}
            <span>{name}</span>
            {updated && gradient > 0 && (
              <span className="gf-wave-update">
                <i style={{ '--gf-wave-share': (most > 0 ? gradient / most : 0).toFixed(3) } as CSSProperties} />
                {!tight && <small>{messages.perWeight(gradient)}</small>}
              </span>
            )}
          </span>
        )
      })}
    </div>
  )
}
