import { giveBack, takeFloats } from '../kernels/arena'
import { dimsOf } from '../model/dims'
import type { KVCache } from '../model/kvCache'
import type { Model } from '../model/model'

/**
 * Keeps everything, each position in its own row, for up to `capacity` positions, in the memory that the model's kernels
 * work on where there is one; `release` gives it back.
 */
export function createCache({ config, params }: Model, capacity: number): KVCache & { release(): void } {
  const { L, NKV, HS } = dimsOf(config)
  const width = NKV * HS
  const take = () => takeFloats(params, capacity * width)
  const layers = Array.from({ length: L }, () => ({ k: take(), v: take() }))
  return {
    length: 0,
    rowBytes: 2 * 4 * width,
    write(layer, k, v, lo, hi, from) {
      const held = layers[layer] as (typeof layers)[number]
      held.k.set(k.subarray(lo * width, hi * width), from * width)
      held.v.set(v.subarray(lo * width, hi * width), from * width)
      return held
    },
    bytes() {
      return L * this.length * this.rowBytes
    },
    release() {
      for (const { k, v } of layers) {
        giveBack(k)
        giveBack(v)
      }
    },
  }
}
