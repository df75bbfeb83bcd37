import type { ModelConfig } from '../model/config'
import { dimsOf } from '../ops/dims'
import { createFloats, type Precision } from '../tensor/floats'
import type { Floats } from '../tensor/tensor'

/** Keys and values of the positions seen so far: per layer k and v [capacity, head, d_head]. */
export interface KVCache {
  readonly layers: readonly { readonly k: Floats; readonly v: Floats }[]
  /** Positions held. */
  length: number
}

export function createCache(config: ModelConfig, capacity: number, precision: Precision = 'float32'): KVCache {
  const { L, NH, HS } = dimsOf(config)
  const make = () => createFloats(capacity * NH * HS, precision)
  return { layers: Array.from({ length: L }, () => ({ k: make(), v: make() })), length: 0 }
}
