import { dimsOf } from '../model/dims'
import type { Floats } from '../tensor/tensor'
import type { CacheRequest } from './policy'

/** Rows of K and V of one layer, for a bounded number of positions: memory that is used again and never grows. */
export interface RowStore {
  /** [rows, NKV, HS]; rows that hold nothing are NaN. */
  readonly k: Floats
  readonly v: Floats
  /** The row of each position; -1 where it is not held. */
  readonly slots: Int32Array
  /** Positions held, ascending. */
  readonly positions: readonly number[]
  /** Stores row `at` of k and v as `position`, which comes after all that are held. */
  put(position: number, k: Floats, v: Floats, at: number): void
  /** Lets go of these: their rows are overwritten, so that nothing can read them by accident. */
  drop(positions: readonly number[]): void
}

export function createRowStore({ model, positions, floats }: CacheRequest, rows: number): RowStore {
  const { NKV, HS } = dimsOf(model.config)
  const width = NKV * HS
  const k = floats(rows * width).fill(Number.NaN)
  const v = floats(rows * width).fill(Number.NaN)
  const slots = new Int32Array(positions).fill(-1)
  // The row that was freed last is used next: a sliding window goes round its rows.
  const free = Array.from({ length: rows }, (_, i) => rows - 1 - i)
  const held: number[] = []
  return {
    k,
    v,
    slots,
    positions: held,
    put(position, fromK, fromV, at) {
      const row = free.pop() as number
      k.set(fromK.subarray(at * width, (at + 1) * width), row * width)
      v.set(fromV.subarray(at * width, (at + 1) * width), row * width)
      slots[position] = row
      held.push(position)
    },
    drop(dropped) {
      for (const position of dropped) {
        const row = slots[position]!
        k.fill(Number.NaN, row * width, (row + 1) * width)
        v.fill(Number.NaN, row * width, (row + 1) * width)
        slots[position] = -1
        free.push(row)
        held.splice(held.indexOf(position), 1)
      }
    },
  }
}
