import type { CachePolicy } from '../cache/policy'
import { FAULTS, type Fault, type Hooks } from '../model/hooks'
import type { Model } from '../model/model'
import type { Run } from '../model/run'
import type { Sampler } from '../sampling/sampling'
import { checkFunction, checkOptions, isObject, type Names } from '../tensor/checks'
import { checkCount, checkOption, GlassformerError } from '../tensor/errors'
import { say } from '../tensor/say'
import { checkSelect } from '../trace/matchNames'
import type { InterventionRecord } from '../trace/types'

/** Changes of activations, made by `intervene` of `@glassformer/core/intervene`. */
export interface Interventions {
  /** Checks them against what they will be used on. Throws `unknown-tensor`, `out-of-range` or `bad-option`. */
  bind(
    model: Model,
    positions: number,
  ): { readonly records: readonly InterventionRecord[]; edits(run: Run): NonNullable<Hooks['edit']> }
}

/** What `runForward` and `generate` have in common. */
export interface RunOptions {
  /**
   * The activations that the trace keeps, by name; `*` stands for any characters, as in `blocks.*.attn.pattern`. The
   * others are not held beyond the pass that computes them. See `traceBytes`. @default all
   */
  readonly select?: readonly string[] | undefined
  /** Changes activations before the run goes on. */
  readonly interventions?: Interventions | undefined
  /** A mistake made on purpose, for teaching. */
  readonly fault?: Fault | undefined
}

export interface GenerateOptions extends RunOptions {
  /** Positive whole number. The prompt and all new tokens but the last must fit the model's context. @default 8 */
  readonly maxNewTokens?: number
  /** @default greedy() */
  readonly sampler?: Sampler
  /**
   * `full` keeps every K and V; `none` runs all positions again at each step. The results agree. Policies of
   * `@glassformer/core/cache` keep less, or the same in another way. @default 'full'
   */
  readonly cache?: 'full' | 'none' | CachePolicy
  /**
   * Also runs every step over the same tokens the other way (`full` without a cache, all others with the full one), and
   * records its counts and how far the logits differ. @default false
   */
  readonly compare?: boolean
  /** How many of the most probable next tokens each step records. @default 5 */
  readonly topCandidates?: number
  /** Whether each step records what its token was drawn from: 17 bytes for each token of the vocabulary. @default true */
  readonly distributions?: boolean
  /**
   * The most prompt positions that one pass computes; the results are the same. With fewer, `generateSteps` gives the
   * page room to breathe in between. Ignored without a cache, and under `no-causal-mask`. @default all
   */
  readonly prefillChunk?: number
  /** Checked before each step, and before each pass of a prefill; if aborted, `cancelled` is thrown. An `AbortSignal` will do. */
  readonly signal?: { readonly aborted: boolean } | undefined
}

/** The options with their defaults. Throws `bad-option`. */
export function resolveOptions(options: GenerateOptions) {
  checkOptions('generate', options, GENERATE_OPTIONS)
  const { maxNewTokens = 8, cache = 'full', topCandidates = 5, prefillChunk = Infinity, fault } = options
  checkCount('maxNewTokens', maxNewTokens)
  checkCount('topCandidates', topCandidates)
  if (prefillChunk !== Infinity) checkCount('prefillChunk', prefillChunk)
  const isCache = cache === 'full' || cache === 'none' || typeof cache?.open === 'function'
  checkOption('cache', cache, isCache, "'full', 'none' or a policy")
  checkRun(options)
  const { sampler, signal } = options
  const isSampler = sampler === undefined || typeof sampler?.pick === 'function'
  checkOption('sampler', sampler, isSampler, 'greedy(), sample({ ... }) or an object with pick')
  const { distribution } = sampler ?? {}
  if (distribution !== undefined) checkFunction('sampler.distribution', distribution)
  checkOption('signal', signal, signal === undefined || isObject(signal), 'an AbortSignal')
  if (typeof cache === 'object' && cache.isShared && (fault || options.interventions))
    throw new GlassformerError(
      'bad-option',
      say`A ${cache.settings.policy} cache is shared by requests: a fault or an intervention would leave its K and V to others. Use another cache.`,
    )
  return { ...options, maxNewTokens, cache, topCandidates, chunk: fault === 'no-causal-mask' ? Infinity : prefillChunk }
}

/** Throws `bad-option` for what neither `runForward` nor `generate` can use. */
export function checkRun({ fault, select, interventions }: RunOptions): void {
  const isFault = fault === undefined || (FAULTS as readonly unknown[]).includes(fault)
  checkOption('fault', fault, isFault, say`one of ${FAULTS.join(', ')}`)
  if (select !== undefined) checkSelect(select)
  const isBound = interventions === undefined || (isObject(interventions) && typeof interventions.bind === 'function')
  checkOption('interventions', interventions, isBound, 'what intervene([...]) returns')
}

export const RUN_OPTIONS = { select: true, interventions: true, fault: true } as const
const GENERATE_OPTIONS: Names<Required<GenerateOptions>> = {
  ...RUN_OPTIONS,
  ...{ maxNewTokens: true, sampler: true, cache: true, compare: true, topCandidates: true, distributions: true },
  ...{ prefillChunk: true, signal: true },
}
