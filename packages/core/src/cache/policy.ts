import { giveBack, takeFloats } from '../kernels/arena'
import type { Model } from '../model/model'
import { dimsOf } from '../ops/dims'
import type { Layout } from '../tensor/layout'
import type { Floats, Tensor } from '../tensor/tensor'
import type { CacheSettings, CacheStep } from '../trace/types'

/** What a layer's attention reads: K and V by row [rows, NKV, HS]. */
export interface HeldRows {
  readonly k: Floats
  readonly v: Floats
  /** The row of each position, or -1 where it is held no longer. @default row = position */
  readonly slots?: Int32Array
}

/** Keys and values of the positions seen so far, as a policy keeps them. */
export interface KVCache {
  /** Positions processed so far, which is the next position. */
  length: number
  /** Bytes of one position's K and V in one layer. */
  readonly rowBytes: number
  /** Stores rows `lo` to `hi - 1` of k and v [rows, NKV, HS] as positions from `from`. */
  write(layer: number, k: Floats, v: Floats, lo: number, hi: number, from: number): HeldRows
  /** Told of a layer's pattern [NH, rows, keys] when rows `lo` to `hi - 1` of it are complete. */
  attended?(layer: number, pattern: Floats, lo: number, hi: number, rows: number, keys: number): void
  /** Told when all layers have computed positions up to `to - 1`: the moment to evict. */
  settle?(to: number): void
  /** Bytes held now, in all layers. */
  bytes(): number
}

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

/** What a generation tells a policy when it begins. */
export interface CacheRequest {
  readonly model: Model
  readonly prompt: readonly number[]
  /** How many positions the generation will process in all. */
  readonly positions: number
  /** Allocates zeros, in the memory that the model's kernels work on where there is one, and gives them back. */
  readonly floats: (size: number) => Floats
  readonly give: (floats: Floats) => void
}

/** One request's cache under a policy. If `length` is above 0 at the start, that many positions need no computing. */
export interface PolicyCache extends KVCache {
  /** What happened since the last report: asked once after each step. */
  report(): CacheStep
  /**
   * Told of the trace's layout and tensors before the first step, if it has more to say of K and V than what is computed.
   * Writes to `tensors` what was not; returns K and V, to be filled in, as attention reads them if that is something else.
   */
  traced?(layout: Layout, tensors: Readonly<Record<string, Tensor>>): Readonly<Record<string, Tensor>> | undefined
  /** Told of all processed tokens when the generation ends, or of none if it fails; gives memory back. */
  close(tokens: readonly number[]): void
}

/** How a generation keeps K and V. The functions that make policies are in `@glassformer/core/cache`. */
export interface CachePolicy {
  readonly settings: CacheSettings
  /** Whether other requests read what this one writes; then nothing may change it: no fault, no intervention. */
  readonly isShared?: boolean
  open(request: CacheRequest): PolicyCache
}
