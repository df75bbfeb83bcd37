import { activationLayout } from './activations'
import type { ModelConfig } from './config'
import { parameterLayout } from './parameters'

/** 256 MB. What a model needs beyond it lies in ordinary arrays, on which plain TypeScript computes. */
const MOST = 2 ** 26
/** Short sequences are computed together, as many as have about so many positions in all: more would not stay in the processor's cache. */
export const BATCH_ROWS = 128

/**
 * How many numbers a model keeps room for beside its parameters. Training: their gradients, and a run and its gradients over
 * the whole context, or over a batch of shorter sequences. A `runBackward` meanwhile: the same over the whole context. Two
 * more runs, and two caches. Memory that is never touched costs nothing.
 */
export function roomFor(config: ModelConfig): number {
  const { nCtx, nLayers, nKVHeads, dHead } = config
  const run = activationLayout(config, nCtx).size
  const cache = 2 * nLayers * nCtx * nKVHeads * dHead
  const room = 2 * parameterLayout(config).size + (2 * Math.ceil(BATCH_ROWS / nCtx) + 4) * run + 2 * cache + 2 ** 14
  return Math.min(room, MOST)
}
