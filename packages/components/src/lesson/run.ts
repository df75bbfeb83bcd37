import { backwardSteps, GlassformerError, generateSteps, type Model, type Sampler, type Trace } from '@glassformer/core'
import type { LessonRun, RunKind } from './handle'
import { tokensOf } from './tokensOf'

/** A run that is asked for. */
export interface RunAsk {
  readonly model: Model
  readonly text: string
  readonly maxNewTokens: number
  readonly sampler?: Sampler | undefined
  /** Runs only what a figure of this kind shows. @default both kinds */
  readonly shows?: RunKind | undefined
}

/** Positions that one slice of a prefill computes. */
const PREFILL_CHUNK = 32

/**
 * Runs a model over a text once for every figure: a generation with its cache (and the same steps without one, for
 * comparison), then one training step on the finished text. Yields between its parts, for a page to breathe.
 */
export function* lessonSteps({ model, text, maxNewTokens, sampler, shows }: RunAsk): Generator<unknown, LessonRun> {
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
    cache: 'full',
    compare: shows !== 'backward',
    prefillChunk: PREFILL_CHUNK,
    ...(sampler ? { sampler } : {}),
  })
  if (shows === 'forward') return { model, generation }
  yield
  const ids = generation.tokens.slice(0, model.config.nCtx).map((token) => token.id)
  const backward = yield* backwardSteps(model, ids)
  return shows === 'backward' ? { model, backward } : { model, generation, backward }
}

/** The run that one given trace stands for. */
export function runOfTrace(trace: Trace): LessonRun {
  switch (trace?.kind) {
    case 'forward':
      return { forward: trace }
    case 'generation':
      return { generation: trace }
    case 'backward':
      return { backward: trace }
    default:
      throw new GlassformerError(
        'bad-trace',
        `A trace comes from runForward, generate or runBackward; got ${describe(trace)}.`,
      )
  }
}

function describe(value: unknown): string {
  return value === null
    ? 'null'
    : typeof value === 'object'
      ? `an object with kind ${JSON.stringify((value as { kind?: unknown }).kind)}`
      : typeof value
}
