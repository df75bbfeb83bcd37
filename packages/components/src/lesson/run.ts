import {
  backwardSteps,
  type Fault,
  GlassformerError,
  generateSteps,
  type Interventions,
  type Model,
  type Sampler,
} from '@glassformer/core'
import type { LessonRun, RunKind } from './handle'
import type { CacheChoice, LessonSettings } from './settings'
import { tokensOf } from './tokensOf'

/** A run that is asked for. */
export interface RunAsk {
  readonly model: Model
  readonly text: string
  readonly maxNewTokens: number
  readonly sampler?: Sampler | undefined
  /** @default 'full' */
  readonly cache?: CacheChoice | undefined
  readonly fault?: Fault | undefined
  readonly interventions?: Interventions | undefined
  /** The settings that it is the run of, where there are any. */
  readonly of?: LessonSettings | undefined
  /** Runs only what a figure of this kind shows. @default both kinds */
  readonly shows?: RunKind | undefined
}

/** Positions that one slice of a prefill computes. */
const PREFILL_CHUNK = 32

/**
 * Runs a model over a text once for every figure: a generation with its cache (and the same steps the other way, for
 * comparison), then one training step on the finished text. A training step has no fault and no intervention, and would
 * be one of another run than theirs: beside these there is none. Yields between its parts, for a page to breathe.
 */
export function* lessonSteps(ask: RunAsk): Generator<unknown, LessonRun> {
  const { model, text, maxNewTokens, sampler, cache = 'full', fault, interventions, shows } = ask
  if (!model.tokenizer)
    throw new GlassformerError(
      'bad-tokens',
      'This model has no tokenizer, so no text can be run on it. Give it one, or run it on token ids and give the trace to a figure.',
    )
  const prompt = tokensOf(model, text)
  const room = model.config.nCtx - prompt.length
  const generation = yield* generateSteps(model, prompt, {
    // A text that fills the context to the last still gets its one token, or else generate says what is too long.
    maxNewTokens: Math.max(1, Math.min(maxNewTokens, room)),
    cache,
    compare: shows !== 'backward',
    prefillChunk: PREFILL_CHUNK,
    fault,
    interventions,
    ...(sampler ? { sampler } : {}),
  })
  if (shows === 'forward' || fault || interventions) return { model, generation }
  yield
  const ids = generation.tokens.slice(0, model.config.nCtx).map((token) => token.id)
  const backward = yield* backwardSteps(model, ids)
  return shows === 'backward' ? { model, backward } : { model, generation, backward }
}
