import type { CacheLayerStep, PositionRanges } from '../trace/types'
import { joined } from './ranges'

type CacheEvent = 'written' | 'read' | 'evicted' | 'shared'

/** Keeps what happens in each layer until the step is reported. */
export interface CacheLog {
  add(layer: number, event: CacheEvent, ranges: PositionRanges): void
  /**
   * A pass over positions `from` to `to - 1` writes them, and reads what its queries see of the positions that are then
   * held (all up to `to - 1`, unless given).
   */
  pass(layer: number, from: number, to: number, held?: PositionRanges): void
  /**
   * What happened since the last report, layer by layer. A prefill from position 0 has its keys at hand and read none, in
   * however many passes.
   */
  report(held: (layer: number) => PositionRanges, bytes: (layer: number) => number): CacheLayerStep[]
}

export function createLog(nLayers: number, attentionWindow: number): CacheLog {
  type Ranges = Record<CacheEvent, (readonly [number, number])[]>
  const make = () => Array.from({ length: nLayers }, (): Ranges => ({ written: [], read: [], evicted: [], shared: [] }))
  let layers = make()
  const add: CacheLog['add'] = (layer, event, ranges) => layers[layer]?.[event].push(...ranges)
  return {
    add,
    pass(layer, from, to, held = [[0, to]]) {
      add(layer, 'written', [[from, to]])
      // The first query of the pass looks back the furthest.
      const first = from - attentionWindow + 1
      const seen = held.map(([start, end]) => [Math.max(first, start), end] as const)
      add(layer, 'read', seen)
    },
    report(held, bytes) {
      const report = layers.map(({ written, read, evicted, shared }, layer) => {
        const computed = joined(written)
        return {
          written: computed,
          read: computed[0]?.[0] ? joined(read) : [],
          evicted: joined(evicted),
          shared: joined(shared),
          held: held(layer),
          bytes: bytes(layer),
        }
      })
      layers = make()
      return report
    },
  }
}
