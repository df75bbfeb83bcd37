import { isWindowed, type VisibleKeys } from '../traces/visibleKeys'
import { maskedPolygon, outsidePolygon } from './stairs'

/** Hatching over the cells that no score was computed for: later keys, and (leaning the other way) those that a window left behind. */
export function Unseen({ keys }: { keys: VisibleKeys }) {
  return (
    <>
      <span className="gf-hatch" style={{ clipPath: maskedPolygon(keys) }} />
      {isWindowed(keys) && <span className="gf-hatch" data-outside style={{ clipPath: outsidePolygon(keys) }} />}
    </>
  )
}
