import { type ModelConfig, type ModelConfigInput, resolveConfig } from '../model/config'
import { GlassformerError } from '../tensor/errors'
import { sumCounts } from './counts'
import type { OpCounts, StepCounts } from './types'

const BYTES_PER_NUMBER = 4

/** Keep keys and values of past positions, or compute them anew in every step. */
export type CacheMode = 'full' | 'none'

export interface RunShape {
  /** Tokens of the prompt, 1 or more. */
  readonly promptLength: number
  /** Tokens to generate, 0 or more; each is one step, the first of which is the prefill. */
  readonly newTokens: number
  readonly cache: CacheMode
}

/**
 * Exact multiply-adds and cache bytes of a generation, by formula; nothing is run, so that any size will do, also
 * beyond the config's `nCtx`. Step 0 processes the prompt; each later step processes one position with a cache and
 * all of them without. The counts equal those that `generate` keeps while it runs.
 * Exact up to 2^53; a sum above that is right to about 15 digits.
 * Throws `bad-config`, and `bad-option` for counts that are not whole numbers.
 */
export function countOps(config: ModelConfigInput, { promptLength, newTokens, cache }: RunShape): OpCounts {
  const resolved = resolveConfig(config)
  check('promptLength', promptLength, 1)
  check('newTokens', newTokens, 0)
  checkCache(cache)
  const steps: StepCounts[] = []
  for (let i = 0; i < newTokens; i++) {
    const to = promptLength + i
    steps.push(i > 0 ? decode(resolved, to, cache) : rows(resolved, 0, to, cache, false))
  }
  return { steps, total: sumCounts(steps) }
}

/**
 * The counts of the one step that produces the token at position `n` (from 0) of a text, all tokens before it being
 * known and, with a cache, all but the last of them cached: the step of `countOps` whose `promptLength + index` is `n`.
 * `n` is 1 or more. One formula, whatever `n`; exact as `countOps`.
 */
export function countAt(config: ModelConfigInput, n: number, cache: CacheMode): StepCounts {
  check('n', n, 1)
  checkCache(cache)
  return decode(resolveConfig(config), n, cache)
}

/** Bytes of a cache that holds K and V of `positions` positions in every layer, at four bytes a number. */
export function kvCacheBytes(config: ModelConfigInput, positions: number): number {
  check('positions', positions, 0)
  return positions * bytesPerPosition(resolveConfig(config))
}

function decode(config: ModelConfig, to: number, cache: CacheMode): StepCounts {
  return rows(config, cache === 'full' ? to - 1 : 0, to, cache, cache === 'full')
}

/** The work on positions `from` to `to - 1`; position q looks at q + 1 keys. */
function rows(config: ModelConfig, from: number, to: number, cache: CacheMode, reads: boolean): StepCounts {
  const { nLayers, nHeads, dHead, dModel, dMlp, dVocab } = config
  const count = to - from
  const pairs = (count * (from + 1 + to)) / 2
  const macs = {
    projections: nLayers * count * 4 * dModel * nHeads * dHead,
    scores: nLayers * pairs * nHeads * dHead,
    weightedValues: nLayers * pairs * nHeads * dHead,
    mlp: nLayers * count * 2 * dModel * dMlp,
    unembed: count * dModel * dVocab,
  }
  const bytes = cache === 'full' ? bytesPerPosition(config) : 0
  return {
    macs,
    totalMacs: macs.projections + macs.scores + macs.weightedValues + macs.mlp + macs.unembed,
    bytes: { cacheWritten: count * bytes, cacheRead: reads ? pairs * bytes : 0, cacheSize: to * bytes },
  }
}

function bytesPerPosition({ nLayers, nHeads, dHead }: ModelConfig): number {
  return 2 * nLayers * nHeads * dHead * BYTES_PER_NUMBER
}

function check(name: string, value: number, least: number): void {
  if (!(Number.isSafeInteger(value) && value >= least))
    throw new GlassformerError('bad-option', `${name} must be a whole number, ${least} or more; got ${String(value)}.`)
}

function checkCache(cache: CacheMode): void {
  if (cache !== 'full' && cache !== 'none')
    throw new GlassformerError('bad-option', `cache must be 'full' or 'none'; got ${String(cache)}.`)
}
