import { dimsOf } from '../model/dims'
import type { Model } from '../model/model'
import { GlassformerError } from '../tensor/errors'
import { say } from '../tensor/say'
import type { Floats } from '../tensor/tensor'
import type { CacheRequest } from './policy'

/** Physical memory in blocks of `blockSize` positions, K and V of all layers, shared by requests of one model. */
export interface BlockPool {
  readonly blockSize: number
  /** Blocks that are taken. */
  readonly inUse: number
  /** K and V of a layer [blocks * blockSize, NKV, HS]; free blocks are NaN. The arrays are replaced when the pool grows, in `take`. */
  layer(layer: number): { readonly k: Floats; readonly v: Floats }
  /** Makes sure that the pool is this model's. Throws `bad-option` if it holds another's. */
  bind(request: CacheRequest): void
  /** Takes a block and returns its number. Throws `context-exceeded` if all are taken. */
  take(): number
  /** Frees a block and overwrites it, so that nothing can read it by accident. With no block taken, the memory is given back. */
  free(block: number): void
}

/** At most `limit` blocks. When all are taken, `makeRoom` is asked to free one, and says whether it did. */
export function createPool(blockSize: number, limit: number, makeRoom: () => boolean = () => false): BlockPool {
  let owner: Model | undefined
  let nLayers = 0
  let width = 0
  let memory: Pick<CacheRequest, 'floats' | 'give'> | undefined
  let layers: { k: Floats; v: Floats }[] = []
  let capacity = 0
  let inUse = 0
  // The block that was freed last is taken next.
  const spare: number[] = []

  /** No blocks at all. */
  const begin = () => {
    layers = Array.from({ length: nLayers }, () => ({ k: new Float32Array(0), v: new Float32Array(0) }))
    spare.length = 0
    capacity = 0
  }
  const grow = (to: number) => {
    const enlarge = (old: Floats) => {
      const enlarged = (memory as CacheRequest).floats(to * blockSize * width).fill(Number.NaN)
      enlarged.set(old)
      memory?.give(old)
      return enlarged
    }
    layers = layers.map(({ k, v }) => ({ k: enlarge(k), v: enlarge(v) }))
    for (let block = to - 1; block >= capacity; block--) spare.push(block)
    capacity = to
  }
  return {
    blockSize,
    get inUse() {
      return inUse
    },
    layer: (layer) => layers[layer] as (typeof layers)[number],
    bind(request) {
      const { model, floats, give } = request
      if (owner === model) return
      if (inUse)
        throw new GlassformerError(
          'bad-option',
          'This cache holds K and V of another model: make a cache for each model.',
        )
      const { L, NKV, HS } = dimsOf(model.config)
      owner = model
      memory = { floats, give }
      nLayers = L
      width = NKV * HS
      begin()
    },
    take() {
      if (!spare.length && capacity === limit && !makeRoom())
        throw new GlassformerError(
          'context-exceeded',
          say`All ${limit} blocks of ${blockSize} positions are taken: give the cache more, or end other requests.`,
        )
      if (!spare.length) grow(Math.min(limit, Math.max(4, 2 * capacity)))
      inUse++
      return spare.pop() as number
    },
    free(block) {
      const rows = blockSize * width
      for (const { k, v } of layers) for (const part of [k, v]) part.fill(Number.NaN, block * rows, (block + 1) * rows)
      spare.push(block)
      if (--inUse) return
      for (const { k, v } of layers) for (const part of [k, v]) memory?.give(part)
      begin()
    },
  }
}
