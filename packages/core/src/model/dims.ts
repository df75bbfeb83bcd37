import type { Dims } from '../ops/dims'
import type { ModelConfig } from './config'

/** The letters of the operations for a config. */
export function dimsOf(config: ModelConfig): Dims {
  const { dModel: C, nHeads: NH, nKVHeads: NKV, dHead: HS, dMlp: H, dVocab: V, nLayers: L } = config
  return { C, NH, NKV, HS, H, V, L }
}
