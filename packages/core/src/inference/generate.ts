import { activationLayout } from '../model/activations'
import type { Model } from '../model/model'
import { tokenIds } from '../model/tokens'
import { best } from '../sampling/ranking'
import { greedy } from '../sampling/sampling'
import { describe } from '../tensor/describe'
import { GlassformerError } from '../tensor/errors'
import { say } from '../tensor/say'
import type { Floats } from '../tensor/tensor'
import { toEnd } from '../tensor/toEnd'
import { textOfTokens } from '../tokenizer/tokenText'
import { reviveTrace } from '../trace/make'
import { provenanceOf, traceToken } from '../trace/ofModel'
import { madeBy } from '../trace/origin'
import { createRecorder, selectLayout } from '../trace/record'
import type { Candidate, GenerationStep, GenerationTrace } from '../trace/types'
import { type GenerateOptions, resolveOptions } from './options'
import { createStepper, type Release, type StepperOptions, type StepResult } from './stepper'

/** How far a generation has come. */
export interface GenerationProgress {
  /** Positions processed so far; it never goes back. */
  readonly positions: number
  /** The step that ended here; absent between the passes of a prefill in chunks. */
  readonly step?: GenerationStep
}

/**
 * Prefills the prompt, then processes one new token per step, and records all of it.
 * Throws `empty-prompt`, `bad-tokens`, `context-exceeded`, `bad-option`, `unknown-tensor` or `cancelled`.
 */
export function generate(
  model: Model,
  prompt: string | readonly number[],
  options: GenerateOptions = {},
): GenerationTrace {
  return toEnd(generateSteps(model, prompt, options))
}

/**
 * The same, a step at a time: yields after every step (and every pass of a prefill in chunks), and returns the trace. Let
 * the page breathe between two, and nothing freezes; see `prefillChunk` and `select` for long runs. One that is left
 * before its end must be ended with `return()`, as `for...of` does, so that its memory is given back.
 */
export function* generateSteps(
  model: Model,
  prompt: string | readonly number[],
  options: GenerateOptions = {},
): Generator<GenerationProgress, GenerationTrace> {
  const {
    maxNewTokens,
    sampler = greedy(),
    cache,
    compare,
    topCandidates,
    distributions = true,
    signal,
    chunk,
    fault,
    select,
    interventions,
  } = resolveOptions(options)
  const ids = tokenIds(model, prompt, maxNewTokens)
  const promptLength = ids.length
  const positions = promptLength + maxNewTokens - 1
  const layout = selectLayout(activationLayout(model.config, positions), select)
  const edits = interventions?.bind(model, positions)
  const shared: StepperOptions = {
    prompt: ids.slice(),
    positions,
    cache,
    chunk,
    hooks: (run) => ({ fault, lastPosition: promptLength - 1, edit: edits?.edits(run) }),
  }
  let processed: readonly number[] = []
  const recorder = createRecorder(model, layout)
  const releases: Release[] = []
  /** Runs a step, pass by pass: before each the signal is asked, and after each but the last there is progress. */
  function* passes(
    step: Generator<number, StepResult>,
    index: number,
    reached = 0,
  ): Generator<GenerationProgress, StepResult> {
    for (;;) {
      if (signal?.aborted)
        throw new GlassformerError('cancelled', say`Generation was cancelled after ${index} of ${maxNewTokens} tokens.`)
      const { done, value } = step.next()
      if (done) return value
      yield { positions: Math.max(reached, value) }
    }
  }
  try {
    const main = createStepper(model, { ...shared, onRows: recorder.copy }, releases)
    const other = compare && createStepper(model, { ...shared, cache: cache === 'full' ? 'none' : 'full' }, releases)
    const stored = main.policy?.traced?.(layout, recorder.tensors)
    const steps: GenerationStep[] = []
    for (let index = 0; index < maxNewTokens; index++) {
      const to = promptLength + index
      const step = yield* passes(main.step(ids, to), index)
      const otherStep = other && (yield* passes(other.step(ids, to), index, to))
      const logits = step.logits.slice()
      const candidate = (id: number): Candidate => ({
        ...traceToken(model, id),
        logit: logits[id]!,
        prob: step.probs[id]!,
      })
      const drawn = distributions ? sampler.distribution?.(logits, index) : undefined
      const id = sampler.pick(logits, index, drawn)
      if (!(Number.isInteger(id) && id >= 0 && id < logits.length))
        throw new GlassformerError(
          'bad-option',
          say`The sampler picked ${describe(id)}, which is not in the vocabulary.`,
        )
      ids.push(id)
      const cacheStep = main.policy?.report()
      const record: GenerationStep = {
        index,
        kind: index ? 'decode' : 'prefill',
        from: step.from,
        to,
        sampled: candidate(id),
        candidates: best(logits, topCandidates).map(candidate),
        counts: step.counts,
        cachedPositions: cache === 'full' ? to : countPositions(cacheStep?.layers[0]?.held ?? []),
        ...(drawn && { sampling: { logits, ...drawn } }),
        ...(cacheStep && { cache: cacheStep }),
        ...(otherStep && {
          other: { counts: otherStep.counts, maxLogitDifference: maxDifference(logits, otherStep.logits) },
        }),
      }
      steps.push(record)
      yield { positions: to, step: record }
    }
    processed = ids.slice(0, positions)
    const tokens = ids.map((id) => traceToken(model, id))
    const trace = reviveTrace({
      kind: 'generation' as const,
      config: model.config,
      provenance: provenanceOf(model),
      ...(fault && { fault }),
      ...(edits && { interventions: edits.records }),
      tokens,
      promptLength,
      steps,
      cache: typeof cache === 'object' ? cache.settings : cache,
      ...(stored && { stored }),
      text: textOfTokens(model, ids),
      tensors: recorder.tensors,
    })
    return madeBy(trace, model)
  } finally {
    for (const release of releases) release(processed)
  }
}

function countPositions(ranges: readonly (readonly [number, number])[]): number {
  return ranges.reduce((sum, [from, to]) => sum + to - from, 0)
}

function maxDifference(a: Floats, b: Floats): number {
  let max = 0
  for (let i = 0; i < a.length; i++) max = Math.max(max, Math.abs(a[i]! - b[i]!))
  return max
}
