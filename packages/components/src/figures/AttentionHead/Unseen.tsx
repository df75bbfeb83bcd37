import { isWindowed } from '../../traces/visibleKeys'
import { maskedPolygon, outsidePolygon } from './attentionHead.geometry'
import type { LayerData } from './headData'

/** Hatching over the cells that no score was computed for: later keys, and those that the window has left behind. */
export function Unseen({ data }: { data: LayerData }) {
  return (
    <>
      <span className="gf-attn-masked" style={{ clipPath: maskedPolygon(data.last) }} />
      {isWindowed(data) && (
        <span className="gf-attn-masked" data-outside style={{ clipPath: outsidePolygon(data.first) }} />
      )}
    </>
  )
}
