import type { Floats } from '../tensor/tensor'

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
