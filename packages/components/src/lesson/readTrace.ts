import { GlassformerError, reviveTrace, type Trace } from '@glassformer/core'
import { validateTrace } from '@glassformer/core/trace'
import type { LessonRun } from './handle'

/** The run that one given trace stands for. Throws `bad-trace`, or what else is wrong with it. */
export function readTrace(trace: Trace): LessonRun {
  const whole = withMethods(trace)
  const run = runOfTrace(whole)
  validateTrace(whole)
  return run
}

function runOfTrace(trace: Trace): LessonRun {
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

/** What was posted, cloned or read from a file has lost its methods: a copy has them again, and the original stays as it is. */
function withMethods(trace: Trace): Trace {
  const whole = typeof trace?.tensor === 'function' && (trace.kind !== 'backward' || typeof trace.grad === 'function')
  return whole || !trace || typeof trace !== 'object' ? trace : reviveTrace({ ...trace })
}
