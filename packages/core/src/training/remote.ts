import { kernelsFor } from '../kernels/arena'
import type { Model } from '../model/model'
import { checkOption, GlassformerError, said } from '../tensor/errors'
import { clause, type Said, say, unspell } from '../tensor/say'
import type { Floats } from '../tensor/tensor'
import type { Draw } from './draws'
import { ANSWER_SECONDS, countDown, whenReleased } from './lifeline'
import type { Done, Failed, Ready, Start, Work } from './protocol'
import type { Stepper } from './stepper'
import type { TrainingWorker, TrainOptions } from './types'

/** Steps that are sent before the first of them has been reported, so that the worker need not wait for a page that paints. */
const AHEAD = 4

/** Workers that a run has taken: it ends them. */
const used = new WeakSet<TrainingWorker>()

/**
 * Starts a worker and keeps it busy. The page draws, and hears of a step when it asks for it: what the worker has done
 * ahead lies here until then, and a failure comes to light when all steps before it have been taken.
 * @param troubles what befell the worker before it could be listened to here
 */
export function startRemote(
  model: Model,
  options: TrainOptions,
  draw: () => Draw,
  worker: true | TrainingWorker | (() => TrainingWorker),
  troubles: readonly unknown[] = [],
): Stepper {
  const peer = start(worker)
  const { betas, eps, weightDecay, maxGradNorm } = options
  const done: Done[] = []
  const spare: Floats[] = []
  let sent = 0
  let taken = 0
  /** Why the worker does no more, and why the page sends no more. */
  let failure: unknown
  let undrawn: { readonly error: unknown } | undefined
  let wake = () => {}
  let begun = false
  let closed = false

  const fail = (error: GlassformerError) => {
    failure ??= error
    wake()
  }
  const send = () => {
    while (!undrawn && sent < options.steps && sent < taken + AHEAD) {
      let work: Work
      try {
        const { batch, learningRate } = draw()
        // Nothing else that an example may hold has to travel.
        const plain = batch.map(({ tokens, targets }) => ({ tokens, targets }))
        work = { kind: 'work', batch: plain, learningRate, params: spare.pop() }
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
    const message = data as Done | Failed | Ready | undefined | null
    if (message?.kind === 'ready') {
      if (message.lock !== undefined) whenReleased(message.lock, ended)
      begun = true
      wake()
    }
    if (message?.kind === 'failed') fail(new GlassformerError(message.code, unspell(message)))
    if (message?.kind !== 'done') return
    done.push(message)
    wake()
  })
  const ended = () => fail(unusable('it has ended before the run'))
  const lost = (event: unknown) => {
    const { message, preventDefault } = event as { message?: string; preventDefault?(): void }
    // The run's promise says it; the console need not say it again.
    preventDefault?.call(event)
    fail(unusable(message || (begun ? 'it broke down' : 'its file did not load, or may not be run here')))
  }
  peer.addEventListener('error', lost)
  peer.addEventListener('messageerror', () => fail(unusable('what it was sent, or sent, could not be read')))
  for (const event of troubles) lost(event)
  const first: Start = {
    kind: 'start',
    config: model.config,
    params: model.params.slice(),
    kernels: kernelsFor(model.params) ? 'auto' : 'plain',
    options: { betas, eps, weightDecay, maxGradNorm },
  }
  peer.postMessage(first, [first.params.buffer as ArrayBuffer])
  const silent = say`it has not answered in ${ANSWER_SECONDS} seconds: it may have ended, or run other code`
  countDown(
    ANSWER_SECONDS,
    () => begun || closed || failure !== undefined,
    () => fail(unusable(silent)),
  )

  return {
    ready: async () => {
      for (;;) {
        // Nothing is sent before the worker holds its lock: if it ended then, nobody would hear of it.
        if (begun) send()
        if (done.length > 0) return
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
    close: () => {
      closed = true
      peer.terminate()
    },
  }
}

/** The worker of a run. One that was given to a run before is refused: it was ended, and would never answer. */
function start(worker: true | TrainingWorker | (() => TrainingWorker)): TrainingWorker {
  const peer = worker === true ? startOwn() : typeof worker === 'function' ? startGiven(worker) : worker
  const isWorker = (['postMessage', 'terminate', 'addEventListener'] as const).every(
    (method) => typeof peer?.[method] === 'function',
  )
  checkOption('worker', worker, isWorker, 'true, a Worker, or a function that starts one')
  if (used.has(peer))
    throw new GlassformerError(
      'bad-option',
      'This worker was given to a run before, and a run ends its worker: give `worker` a function that starts a new one.',
    )
  used.add(peer)
  return peer
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
    throw unusable(said(error))
  }
}

function startGiven(worker: () => TrainingWorker): TrainingWorker {
  try {
    return worker()
  } catch (error) {
    throw unusable(said(error))
  }
}

function unusable(reason: Said): GlassformerError {
  return new GlassformerError(
    'bad-option',
    say`The training worker cannot be used: ${clause(reason)}. Give \`worker\` a function that starts one on @glassformer/core/trainingWorker, or leave it out.`,
  )
}
