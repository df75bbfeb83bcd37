import { type CachePolicy, greedy, type Sampler, sample } from '@glassformer/core'

/** How the next token is drawn, as plain data. */
export interface SamplingSettings {
  /** Divides the logits; 0 always takes the most probable token. */
  readonly temperature: number
  /** Only so many of the most probable tokens; `null` is all. @default null */
  readonly topK?: number | null
  /** Of these, the most probable until their probabilities sum to this, above 0 and at most 1. @default 1 */
  readonly topP?: number
  /** Of these, those at least so many times as probable as the best, 0 to 1. @default 0 */
  readonly minP?: number
  /** Whole number: another seed is another draw. @default 0 */
  readonly seed?: number
}

/** A sampler's object, or what it does as plain data. */
export type SamplerChoice = Sampler | SamplingSettings

export type CacheChoice = 'full' | 'none' | CachePolicy

export function isSampler(choice: SamplerChoice): choice is Sampler {
  return 'pick' in choice
}

/** The sampler of plain settings. Throws `bad-option` for what `sample` refuses. */
export function samplerOf({ temperature, topK = null, topP = 1, minP = 0, seed = 0 }: SamplingSettings): Sampler {
  return temperature === 0 ? greedy() : sample({ temperature, topP, minP, seed, ...(topK === null ? {} : { topK }) })
}

/** What tells two samplers apart: settings by their values, objects by themselves. */
export function samplerKey(choice: SamplerChoice | undefined): unknown {
  if (!choice || isSampler(choice)) return choice
  const { temperature, topK, topP, minP, seed } = choice
  return JSON.stringify([temperature, topK, topP, minP, seed])
}

/**
 * What tells two caches apart: policies by their settings, so that one made anew at each render is the same. One that
 * requests share holds what was written before: it is the same only as itself.
 */
export function cacheKey(cache: CacheChoice | undefined): unknown {
  return typeof cache !== 'object' || cache.isShared ? cache : JSON.stringify(Object.entries(cache.settings).sort())
}
