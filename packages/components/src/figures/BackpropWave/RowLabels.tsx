import type { CSSProperties } from 'react'
import type { backpropWaveMessages } from '../../messages/en/backpropWave'
import type { Wave } from './backpropWave.data'
import { partOfRow, rowHeight } from './backpropWave.geometry'

interface RowLabelsProps {
  readonly wave: Wave
  readonly messages: typeof backpropWaveMessages
  /** Whether the update has begun. */
  readonly updated: boolean
}

/** The names of the network's rows, each with the mark that the update leaves on its weights. */
export function RowLabels({ wave, messages, updated }: RowLabelsProps) {
  const { nLayers, weights } = wave
  const most = Math.max(...weights.map(({ share }) => share))
  const tight = rowHeight(nLayers) < 20
  return (
    <div className="gf-wave-names" data-tight={tight || undefined}>
      <span className="gf-wave-lossname">{messages.rows.loss}</span>
      {weights.map(({ share, updateNorm }, row) => {
        const { part, layer } = partOfRow(row, nLayers)
        const name = !tight || layer === null ? messages.rows[part] : part === 'attn' ? messages.layer(layer) : ''
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
          <span key={row} className="gf-wave-name" data-part={part}>
            {!tight && part === 'mlp' && <span className="gf-wave-layer">{messages.layer(layer ?? 0)}</span>}
            <span>{name}</span>
            {updated && updateNorm > 0 && (
              <span className="gf-wave-update" title={messages.updateTitle(share)}>
                <i style={{ '--gf-wave-share': most > 0 ? share / most : 0 } as CSSProperties} />
                {!tight && <small>{messages.update(share)}</small>}
              </span>
            )}
          </span>
        )
      })}
    </div>
  )
}
