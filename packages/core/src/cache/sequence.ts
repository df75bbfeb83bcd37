import { dimsOf } from '../model/dims'
import { createFloats, precisionOf } from '../tensor/floats'
import { createLog } from './log'
import type { CacheRequest, PolicyCache } from './policy'
import type { BlockPool } from './pool'
import { blankRows, putValues } from './traceValues'

/** One request's cache in blocks of a pool. */
export interface BlockSequence extends PolicyCache {
  /** The physical block of each logical one, changed by `remap` alone. */
  readonly table: number[]
  /** Puts another physical block in a logical one's place: one that holds the same K and V. */
  remap(logical: number, block: number): void
}

/** Begins with the blocks of `table`, whose positions are there already; takes others when they are needed. */
export function createSequence(request: CacheRequest, pool: BlockPool, table: number[]): BlockSequence {
  const { model, positions } = request
  const { L, NKV, HS } = dimsOf(model.config)
  const width = NKV * HS
  const rowBytes = 2 * 4 * width
  const { blockSize } = pool
  const slots = new Int32Array(positions).fill(-1)
  const remap = (logical: number, block: number) => {
    table[logical] = block
    const end = Math.min(positions, (logical + 1) * blockSize)
    for (let p = logical * blockSize; p < end; p++) slots[p] = block * blockSize + (p % blockSize)
  }
  for (const [logical, block] of table.entries()) remap(logical, block)
  const log = createLog(L, model.config.attentionWindow)
  const reused = table.length * blockSize
  for (let layer = 0; layer < L; layer++) log.add(layer, 'shared', [[0, reused]])
  return {
    length: reused,
    rowBytes,
    table,
    remap,
    write(layer, k, v, lo, hi, from) {
      const to = from + hi - lo
      while (table.length * blockSize < to) remap(table.length, pool.take())
      const held = pool.layer(layer)
      for (let row = lo; row < hi; row++) {
        const at = slots[from + row - lo]! * width
        held.k.set(k.subarray(row * width, (row + 1) * width), at)
        held.v.set(v.subarray(row * width, (row + 1) * width), at)
      }
      log.pass(layer, from, to)
      return { ...held, slots }
    },
    bytes: () => L * table.length * blockSize * rowBytes,
    report() {
      const held = [[0, this.length] as const]
      const bytes = table.length * blockSize * rowBytes
      const layers = log.report(
        () => held,
        () => bytes,
      )
      return { layers, blockTable: [...table] }
    },
    traced(layout, tensors) {
      if (!reused) return undefined
      blankRows(layout, tensors, reused)
      for (let layer = 0; layer < L; layer++) {
        const held = pool.layer(layer)
        const gather = (part: 'k' | 'v') => {
          const out = createFloats(reused * width, precisionOf(model.params))
          for (let p = 0; p < reused; p++) {
            const at = slots[p]! * width
            out.set(held[part].subarray(at, at + width), p * width)
          }
          return out
        }
        putValues(tensors, model.config, layer, 0, { k: gather('k'), v: gather('v') })
      }
      return undefined
    },
    close() {
      for (const block of table) pool.free(block)
    },
  }
}
