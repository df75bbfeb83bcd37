import type { CacheLayerStep, PositionRanges } from '../trace/types'
import { joined } from './ranges'

type Deed = 'written' | 'read' | 'evicted' | 'shared'

/** Keeps what happens in each layer until the step is reported. */
export interface CacheLog {
  add(layer: number, deed: Deed, ranges: PositionRanges): void
  /** The layers of the report; everything starts anew. */
  report(held: (layer: number) => PositionRanges, bytes: (layer: number) => number): CacheLayerStep[]
}

/** Of what is read, only the last `attentionWindow` positions are seen. */
export function createLog(nLayers: number, attentionWindow: number): CacheLog {
  type Ranges = Record<Deed, (readonly [number, number])[]>
  const make = () => Array.from({ length: nLayers }, (): Ranges => ({ written: [], read: [], evicted: [], shared: [] }))
  let layers = make()
  return {
    add(layer, deed, ranges) {
      const first = deed === 'read' ? (ranges.at(-1)?.[1] ?? 0) - attentionWindow : 0
      for (const [from, to] of ranges) layers[layer]?.[deed].push([Math.max(first, from), to])
    },
    report(held, bytes) {
      const report = layers.map(({ written, read, evicted, shared }, layer) => ({
        written: joined(written),
        read: joined(read),
        evicted: joined(evicted),
        shared: joined(shared),
        held: held(layer),
        bytes: bytes(layer),
      }))
      layers = make()
      return report
    },
  }
}
