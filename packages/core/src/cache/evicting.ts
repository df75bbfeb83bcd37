import { dimsOf } from '../model/dims'
import type { Floats } from '../tensor/tensor'
import { createLog } from './log'
import type { CacheRequest, PolicyCache } from './policy'
import { positionsBetween, rangesOf } from './ranges'
import { createRowStore } from './rowStore'

/** What to let go of. */
export interface EvictionRule {
  /** The most positions that a layer holds at any moment of decoding. */
  readonly rows: number
  /** Whether room is made before a new position is stored, or after it has been attended to. */
  readonly when: 'before' | 'after'
  /** Of the positions held (ascending), those that a layer gives up when the text has `length` positions. */
  victims(layer: number, held: readonly number[], length: number): readonly number[]
  readonly attended?: PolicyCache['attended']
}

/**
 * A cache that forgets. The prompt attends in full within itself, as in the papers' own code: its K and V stand in memory
 * of their own until its last position is computed. Then the positions that the rule keeps move to the layer's few rows,
 * and the prompt's memory is given back. Positions stay absolute: a key keeps the position that it was computed with.
 */
export function evictingCache(request: CacheRequest, rule: EvictionRule): PolicyCache {
  const { model, prompt, positions, floats, give } = request
  const { L, NKV, HS } = dimsOf(model.config)
  const width = NKV * HS
  const P = prompt.length
  const rowBytes = 2 * 4 * width
  const log = createLog(L, model.config.attentionWindow)
  const stores = positionsBetween(0, L).map(() => createRowStore(request, Math.min(rule.rows, positions)))
  const store = (layer: number) => stores[layer] as (typeof stores)[number]
  let staged: { k: Floats; v: Floats }[] | undefined = stores.map(() => ({
    k: floats(P * width),
    v: floats(P * width),
  }))
  const unstage = () => {
    for (const floats of staged?.flatMap(({ k, v }) => [k, v]) ?? []) give(floats.fill(Number.NaN))
    staged = undefined
  }
  const evict = (layer: number, length: number) => {
    const victims = rule.victims(layer, store(layer).positions, length)
    store(layer).drop(victims)
    log.add(layer, 'evicted', rangesOf(victims))
  }
  return {
    length: 0,
    rowBytes,
    write(layer, k, v, lo, hi, from) {
      const to = from + hi - lo
      const prefill = staged?.[layer]
      if (prefill) {
        prefill.k.set(k.subarray(lo * width, hi * width), from * width)
        prefill.v.set(v.subarray(lo * width, hi * width), from * width)
        log.pass(layer, from, to)
        return prefill
      }
      if (rule.when === 'before') evict(layer, to)
      store(layer).put(from, k, v, lo)
      log.pass(layer, from, to, rangesOf(store(layer).positions))
      return store(layer)
    },
    ...(rule.attended && { attended: rule.attended }),
    settle(to) {
      if (to < P) return
      for (const [layer, prefill] of staged?.entries() ?? []) {
        const victims = new Set(rule.victims(layer, positionsBetween(0, P), P))
        for (let p = 0; p < P; p++) if (!victims.has(p)) store(layer).put(p, prefill.k, prefill.v, p)
        log.add(layer, 'evicted', rangesOf([...victims]))
      }
      if (!staged && rule.when === 'after') for (let layer = 0; layer < L; layer++) evict(layer, to)
      unstage()
    },
    bytes: () => stores.reduce((sum, { positions }) => sum + positions.length * rowBytes, 0),
    report: () => ({
      layers: log.report(
        (layer) => rangesOf(store(layer).positions),
        (layer) => store(layer).positions.length * rowBytes,
      ),
    }),
    close() {
      unstage()
      for (const { k, v } of stores) {
        give(k)
        give(v)
      }
    },
  }
}
