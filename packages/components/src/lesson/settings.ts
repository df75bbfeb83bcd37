import { type CachePolicy, type CacheSettings, type Fault, greedy, type Sampler, sample } from '@glassformer/core'

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

/** What a reader can set of a lesson's run, as plain data: it can be stored, sent, and put in a link. */
export interface LessonSettings {
  readonly prompt: string
  /** The id of one of the models that a `ModelPicker` offers; `null` is the lesson's own. */
  readonly model: string | null
  /** `null` is the sampler's object that the lesson was given. */
  readonly sampling: Required<SamplingSettings> | null
  readonly cache: 'full' | 'none' | CacheSettings
  readonly fault: Fault | null
}

/** A sampler's object, or what it does as plain data. */
export type SamplerChoice = Sampler | SamplingSettings

export type CacheChoice = 'full' | 'none' | CachePolicy

/** What settings are made from: what the author gave. */
export interface SettingsSource {
  readonly prompt?: string | undefined
  readonly sampler?: SamplerChoice | undefined
  readonly seed?: number | undefined
  readonly cache?: CacheChoice | undefined
  readonly fault?: Fault | undefined
}

const GREEDY: Required<SamplingSettings> = { temperature: 0, topK: null, topP: 1, minP: 0, seed: 0 }

/** The settings that a lesson begins with. */
export function settingsOf({ prompt = '', sampler, seed = 0, cache = 'full', fault }: SettingsSource): LessonSettings {
  return {
    prompt,
    model: null,
    sampling: sampler && isSampler(sampler) ? null : { ...GREEDY, seed, ...sampler },
    cache: typeof cache === 'object' ? cache.settings : cache,
    fault: fault ?? null,
  }
}

function isSampler(choice: SamplerChoice): choice is Sampler {
  return 'pick' in choice
}

/** The sampler of plain settings. Throws `bad-option` for what `sample` refuses. */
export function samplerOf({ temperature, topK = null, topP = 1, minP = 0, seed = 0 }: SamplingSettings): Sampler {
  return temperature === 0 ? greedy() : sample({ temperature, topP, minP, seed, ...(topK === null ? {} : { topK }) })
}

/** The sampler of a lesson: of its settings, or the object that it was given. Throws as `samplerOf` does. */
export function samplerFor(sampling: LessonSettings['sampling'], given: SamplerChoice | undefined) {
  return sampling ? samplerOf(sampling) : given && isSampler(given) ? given : undefined
}

/** What a value says, whatever object says it. */
export function keyOf(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

/**
 * What tells two caches apart: policies by their settings, so that one made anew at each render is the same. One that
 * requests share holds what was written before: it is the same only as itself.
 */
export function cacheKey(cache: CacheChoice | undefined): unknown {
  return typeof cache === 'object' && !cache.isShared ? keyOf(cache.settings) : cache
}

/** What tells two samplers apart: settings by their values, objects by themselves. */
export function samplerKey(choice: SamplerChoice | undefined): unknown {
  return choice && !isSampler(choice) ? keyOf(choice) : choice
}
