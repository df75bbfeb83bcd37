import { GlassformerError, generate, type Model, runBackward, type Sampler, type Trace } from '@glassformer/core'
import type { LessonRun, RunKind } from './handle'

export interface RunOptions {
  readonly maxNewTokens: number
  readonly sampler?: Sampler | undefined
  /** Runs only what a figure of this kind shows. @default both kinds */
  readonly shows?: RunKind | undefined
}

/**
 * Runs a model over a prompt once for every figure: a generation with its cache (and the same steps without one, for
 * comparison), then one training step on the finished text.
 */
export function runLesson(model: Model, prompt: string, { maxNewTokens, sampler, shows }: RunOptions): LessonRun {
  const room = model.config.nCtx - (model.tokenizer?.encode(prompt).length ?? 0)
  const generation = generate(model, prompt, {
    // A text that fills the context to the last still gets its one token, or else generate says what is too long.
    maxNewTokens: Math.max(1, Math.min(maxNewTokens, room)),
    cache: 'full',
    compare: shows !== 'backward',
    ...(sampler ? { sampler } : {}),
  })
  if (shows === 'forward') return { model, generation }
  const text = generation.tokens.slice(0, model.config.nCtx).map((token) => token.id)
  const backward = runBackward(model, text)
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
