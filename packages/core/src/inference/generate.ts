import type { StepCounts } from '../complexity/types'
import { countsOf, createCounter } from '../model/counter'
import { forwardRows } from '../model/forward'
import type { Model } from '../model/model'
import { createRun } from '../model/run'
import { provenanceOf } from '../model/runForward'
import { tokenIds, traceToken } from '../model/tokens'
import { GlassformerError } from '../tensor/errors'
import { precisionOf } from '../tensor/floats'
import type { Floats } from '../tensor/tensor'
import { reviveTrace, tensorsOf } from '../trace/make'
import type { Candidate, GenerationStep, GenerationTrace } from '../trace/types'
import { createCache } from './cache'
import { best } from './ranking'
import { greedy, type Sampler } from './sampling'

export interface GenerateOptions {
  /** Positive whole number. The prompt and all new tokens but the last must fit the model's context. @default 8 */
  readonly maxNewTokens?: number
  /** @default greedy() */
  readonly sampler?: Sampler
  /** `full` keeps every K and V; `none` runs all positions again at each step. The results agree. @default 'full' */
  readonly cache?: 'full' | 'none'
  /** Also runs every step the other way, and records its counts and how far the logits differ. @default false */
  readonly compare?: boolean
  /** How many of the most probable next tokens each step records. @default 5 */
  readonly topCandidates?: number
  /** Checked before each step; if aborted, `cancelled` is thrown. An `AbortSignal` will do. */
  readonly signal?: { readonly aborted: boolean } | undefined
}

/**
 * Prefills the prompt, then processes one new token per step, and records all of it.
 * Throws `empty-prompt`, `bad-tokens`, `context-exceeded`, `bad-option` or `cancelled`.
 */
export function generate(
  model: Model,
  prompt: string | readonly number[],
  options: GenerateOptions = {},
): GenerationTrace {
  const { maxNewTokens = 8, sampler = greedy(), cache = 'full', compare = false, topCandidates = 5, signal } = options
  positive('maxNewTokens', maxNewTokens)
  positive('topCandidates', topCandidates)
  if (cache !== 'full' && cache !== 'none')
    throw new GlassformerError('bad-option', `cache must be 'full' or 'none'; got ${String(cache)}.`)
  const ids = tokenIds(model, prompt, maxNewTokens)
  const promptLength = ids.length
  const total = promptLength + maxNewTokens - 1
  const main = createStepper(model, total, cache === 'full')
  const other = compare ? createStepper(model, total, cache !== 'full') : undefined

  const steps: GenerationStep[] = []
  for (let index = 0; index < maxNewTokens; index++) {
    if (signal?.aborted)
      throw new GlassformerError('cancelled', `Generation was cancelled after ${index} of ${maxNewTokens} tokens.`)
    const to = promptLength + index
    const step = main.step(ids, to)
    const otherStep = other?.step(ids, to)
    const candidate = (id: number): Candidate => ({
      ...traceToken(model, id),
      logit: step.logits[id] as number,
      prob: step.probs[id] as number,
    })
    const id = sampler.pick(step.logits, index)
    if (!(id in step.logits))
      throw new GlassformerError('bad-option', `The sampler picked ${String(id)}, which is not in the vocabulary.`)
    ids.push(id)
    steps.push({
      index,
      kind: index ? 'decode' : 'prefill',
      from: step.from,
      to,
      sampled: candidate(id),
      candidates: best(step.logits, topCandidates).map(candidate),
      counts: step.counts,
      cachedPositions: cache === 'full' ? to : 0,
      ...(otherStep && {
        other: { counts: otherStep.counts, maxLogitDifference: maxDifference(step.logits, otherStep.logits) },
      }),
    })
  }
  const tokens = ids.map((id) => traceToken(model, id))
  return reviveTrace({
    kind: 'generation' as const,
    config: model.config,
    provenance: provenanceOf(model),
    tokens,
    promptLength,
    steps,
    cache,
    text: model.tokenizer ? model.tokenizer.decode(ids) : tokens.map(({ text }) => text).join(' '),
    tensors: tensorsOf(main.run.layout, main.run.buffer),
  })
}

interface Step {
  readonly from: number
  readonly counts: StepCounts
  /** Of the last position; views. */
  readonly logits: Floats
  readonly probs: Floats
}

/** Runs one sequence step by step. Each row of `run.acts` is written by the step that computes it. */
function createStepper(model: Model, total: number, cached: boolean) {
  const run = createRun(model, total)
  const cache = cached ? createCache(model.config, total, precisionOf(model.params)) : null
  const V = model.config.dVocab
  return {
    run,
    step(ids: readonly number[], to: number): Step {
      const from = cache?.length ?? 0
      const counter = createCounter()
      forwardRows(run, ids, cache, from, to, counter)
      const last = (data: Floats) => data.subarray((to - 1) * V, to * V)
      return { from, counts: countsOf(counter), logits: last(run.acts.logits), probs: last(run.acts.probs) }
    },
  }
}

function maxDifference(a: Floats, b: Floats): number {
  let max = 0
  for (let i = 0; i < a.length; i++) max = Math.max(max, Math.abs((a[i] as number) - (b[i] as number)))
  return max
}

function positive(name: string, value: unknown): void {
  if (!(Number.isInteger(value) && (value as number) > 0))
    throw new GlassformerError('bad-option', `${name} must be a positive whole number; got ${String(value)}.`)
}
