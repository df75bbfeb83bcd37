import { countsOf } from '../counts/counter'
import { sumCounts } from '../counts/sum'
import type { OpCounts, StepCounts } from '../counts/types'
import { type ModelConfig, type ModelConfigInput, resolveConfig } from '../model/config'
import { checkOptions, isPositive, type Names } from '../tensor/checks'
import { checkCount, checkOption } from '../tensor/errors'

/** Keep keys and values of past positions, or compute them anew in every step. */
export type CacheMode = 'full' | 'none'

export interface CacheValues {
  /** Bytes of one number in the cache: 4 is float32, 2 float16 or bfloat16, 1 eight bits, 0.5 four. @default 4 */
  readonly bytesPerValue?: number
}

export interface RunShape extends CacheValues {
  /** Tokens of the prompt, 1 or more. */
  readonly promptLength: number
  /** Tokens to generate, 0 or more; each is one step, the first of which is the prefill. */
  readonly newTokens: number
  readonly cache: CacheMode
}

/** The shape of a run says what its cache holds too, and may be given for that alone. */
const RUN_SHAPE: Names<Required<RunShape>> = { bytesPerValue: true, promptLength: true, newTokens: true, cache: true }

/**
 * Exact multiply-adds and cache bytes of a generation, by formula; nothing is run, so that any size will do, also
 * beyond the config's `nCtx`. Step 0 processes the prompt; each later step processes one position with a cache and
 * all of them without, but for the logits, which a later step needs of its last position alone. The counts equal those that `generate` keeps while it runs.
 * Exact up to 2^53; a sum above that is right to about 15 digits.
 * Throws `bad-config`, and `bad-option` for counts that are not whole numbers.
 */
export function countOps(config: ModelConfigInput, run: RunShape): OpCounts {
  checkOptions('countOps', run, RUN_SHAPE)
  const { promptLength, newTokens, cache } = run
  const resolved = resolveConfig(config)
  checkCount('promptLength', promptLength)
  checkCount('newTokens', newTokens, 0)
  const held = heldBytes(resolved, cache, run)
  const steps: StepCounts[] = []
  for (let i = 0; i < newTokens; i++) steps.push(step(resolved, promptLength + i, held, i > 0))
  return { steps, total: sumCounts(steps) }
}

/**
 * The counts of the one step that produces the token at position `n` (from 0) of a text, all tokens before it being
 * known and, with a cache, all but the last of them cached: the step of `countOps` whose `promptLength + index` is `n`.
 * `n` is 1 or more. One formula, whatever `n`; exact as `countOps`.
 */
export function countAt(config: ModelConfigInput, n: number, cache: CacheMode, options: CacheValues = {}): StepCounts {
  checkCount('n', n)
  checkOptions<CacheValues>('countAt', options, RUN_SHAPE)
  const resolved = resolveConfig(config)
  return step(resolved, n, heldBytes(resolved, cache, options), true)
}

/**
 * Bytes of a cache that holds K and V of `positions` positions in every layer: with grouped queries, `nKVHeads` heads
 * of each. Under a sliding window a cache need hold no more than `attentionWindow` positions: ask for as many.
 */
export function kvCacheBytes(config: ModelConfigInput, positions: number, options: CacheValues = {}): number {
  checkCount('positions', positions, 0)
  checkOptions<CacheValues>('kvCacheBytes', options, RUN_SHAPE)
  return positions * heldBytes(resolveConfig(config), 'full', options)
}

/**
 * The step over the positions that are not cached yet, up to `to - 1`: `decodes` says that with a cache (whose
 * positions take `held` bytes each) it is the last alone, which reads those before. Position q looks at q + 1 keys,
 * or at the window's. The prompt's logits are computed at every position; a later step's at its last alone, with a cache or
 * without, since no others are needed.
 */
function step(config: ModelConfig, to: number, held: number, decodes: boolean): StepCounts {
  const { nLayers, nHeads, nKVHeads, dHead, dModel, dMlp, dVocab, activation } = config
  const from = held && decodes ? to - 1 : 0
  const count = to - from
  const pairs = visiblePairs(config, from, to)
  const macs = {
    projections: nLayers * count * dModel * (2 * nHeads + 2 * nKVHeads) * dHead,
    scores: nLayers * pairs * nHeads * dHead,
    weightedValues: nLayers * pairs * nHeads * dHead,
    mlp: nLayers * count * (activation === 'swiglu' ? 3 : 2) * dModel * dMlp,
    unembed: (decodes ? 1 : count) * dModel * dVocab,
  }
  const bytes = { cacheWritten: count * held, cacheRead: decodes ? pairs * held : 0, cacheSize: to * held }
  return countsOf({ macs, bytes })
}

/** Queries times the keys that each sees, of one head: q + 1 as long as the window has room, the window from then on. */
function visiblePairs({ attentionWindow, nCtx }: ModelConfig, from: number, to: number): number {
  const window = attentionWindow < nCtx ? attentionWindow : to
  const a = Math.min(from, window)
  const b = Math.min(to, window)
  return ((b - a) * (a + 1 + b)) / 2 + (to - from - (b - a)) * window
}

/** Bytes that one position takes in the cache, all layers together; 0 without one. */
function heldBytes({ nLayers, nKVHeads, dHead }: ModelConfig, cache: CacheMode, options: CacheValues): number {
  const { bytesPerValue = 4 } = options
  checkOption('cache', cache, cache === 'full' || cache === 'none', "'full' or 'none'")
  checkOption('bytesPerValue', bytesPerValue, isPositive(bytesPerValue), 'above 0')
  return cache === 'full' ? 2 * nLayers * nKVHeads * dHead * bytesPerValue : 0
}
