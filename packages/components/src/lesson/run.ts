import { generate, GlassformerError, type Model, runBackward, type Sampler, type Trace } from '@glassformer/core'
import type { LessonRun } from './handle'

export interface RunOptions {
  readonly maxNewTokens: number
  readonly sampler?: Sampler | undefined
}

/**
 * Runs a model over a prompt once for every figure: a generation with its cache (and the same steps without one, for
 * comparison), then one training step on the finished text.
 */
export function runLesson(model: Model, prompt: string, { maxNewTokens, sampler }: RunOptions): LessonRun {
  const generation = generate(model, prompt, {
    maxNewTokens,
    cache: 'full',
    compare: true,
    ...(sampler ? { sampler } : {}),
  })
  const backward = runBackward(
    model,
    generation.tokens.slice(0, model.config.nCtx).map((token) => token.id),
  )
  return { model, generation, backward }
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
  return value === null ? 'null' : typeof value === 'object' ? `an object with kind ${JSON.stringify((value as { kind?: unknown }).kind)}` : typeof value
}
