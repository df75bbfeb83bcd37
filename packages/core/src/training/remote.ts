import { kernelsFor } from '../kernels/arena'
import type { Model } from '../model/model'
import { GlassformerError } from '../tensor/errors'
import { clause, say, unspell } from '../tensor/say'
import type { Floats } from '../tensor/tensor'
import type { Draw } from './draws'
import type { Done, Failed, Start, Work } from './protocol'
import type { Stepper } from './stepper'
import type { TrainingWorker, TrainOptions } from './types'

/** Steps that are sent before the first of them has been reported, so that the worker need not wait for a page that paints. */
const AHEAD = 4

/**
 * Starts a worker and keeps it busy. The page draws, and hears of a step when it asks for it: what the worker has done
 * ahead lies here until then, and a failure comes to light when all steps before it have been taken.
 */
export function startRemote(
  model: Model,
  options: TrainOptions,
  draw: () => Draw,
  worker: true | TrainingWorker | (() => TrainingWorker),
): Stepper {
  const peer = worker === true ? startOwn() : typeof worker === 'function' ? worker() : worker
  const { betas, eps, weightDecay, maxGradNorm } = options
  const done: Done[] = []
  const spare: Floats[] = []
  let sent = 0
  let taken = 0
  /** Why the worker does no more, and why the page sends no more. */
  let failure: unknown
  let undrawn: { readonly error: unknown } | undefined
  let wake = () => {}

  const fail = (error: GlassformerError) => {
    failure ??= error
    wake()
  }
  const send = () => {
    while (!undrawn && sent < options.steps && sent < taken + AHEAD) {
      let work: Work
      try {
        work = { kind: 'work', ...draw(), params: spare.pop() }
      } catch (error) {
        undrawn = { error }
        return
      }
      peer.postMessage(work, work.params ? [work.params.buffer as ArrayBuffer] : [])
      sent++
    }
  }
  peer.addEventListener('message', ({ data }) => {
    // A worker of the user's own may post other things besides.
    const message = data as Done | Failed | undefined | null
    if (message?.kind === 'failed') fail(new GlassformerError(message.code, unspell(message)))
    if (message?.kind !== 'done') return
    done.push(message)
    wake()
  })
  const lost = (event: unknown) => {
    const { message, preventDefault } = event as { message?: string; preventDefault?(): void }
    // The run's promise says it; the console need not say it again.
    preventDefault?.call(event)
    fail(unusable(message))
  }
  peer.addEventListener('error', lost)
  peer.addEventListener('messageerror', lost)
  const start: Start = {
    kind: 'start',
    config: model.config,
    params: model.params.slice(),
    kernels: kernelsFor(model.params) ? 'auto' : 'plain',
    options: { betas, eps, weightDecay, maxGradNorm },
  }
  peer.postMessage(start, [start.params.buffer as ArrayBuffer])

  return {
    ready: async () => {
      send()
      while (done.length === 0) {
        if (failure !== undefined) throw failure
        if (undrawn && taken === sent) throw undrawn.error
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    take: () => {
      const { report, params } = done.shift() as Done
      model.params.set(params)
      spare.push(params)
      taken++
      return report
    },
    close: () => peer.terminate(),
  }
}

function startOwn(): TrainingWorker {
  if (typeof Worker === 'undefined')
    throw new GlassformerError(
      'bad-option',
      'worker: true needs a Web Worker, and there is none here (Node has none): leave `worker` out, or give a worker of your own.',
    )
  try {
    return new Worker(new URL('./trainingWorker.js', import.meta.url), { type: 'module' })
  } catch (error) {
    throw unusable(String(error))
  }
}

function unusable(reason = 'its file did not load'): GlassformerError {
  return new GlassformerError(
    'bad-option',
    say`The training worker cannot be used: ${clause(reason)}. Give \`worker\` a function that starts one on @glassformer/core/trainingWorker, or leave it out.`,
  )
}
