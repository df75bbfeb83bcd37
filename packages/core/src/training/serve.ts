import { type Model, modelOf } from '../model/model'
import { GlassformerError, said } from '../tensor/errors'
import type { Done, Failed, Ready, Start, Work } from './protocol'
import { createTrainer, type Trainer } from './trainer'

/** How the worker answers. */
export type Post = (message: Done | Failed | Ready, transfer: ArrayBuffer[]) => void

/**
 * The worker's side: takes messages in order, does a step for each `work`, and answers with the parameters after it.
 * Messages of other kinds are for whoever else listens.
 * @param hold takes the lock by which the page knows that the worker lives
 */
export function serveTraining(
  post: Post,
  hold: () => Promise<string | undefined> = async () => undefined,
): (message: Start | Work | undefined | null) => void {
  let model: Model | undefined
  let trainer: Trainer | undefined
  let failed = false
  return (message) => {
    if (failed) return
    try {
      if (message?.kind === 'start') {
        model = modelOf(message.config, message.params, { kernels: message.kernels })
        trainer = createTrainer(model, message.options)
        hold().then((lock) => post({ kind: 'ready', lock }, []))
      } else if (message?.kind === 'work' && model && trainer) {
        const report = trainer.step(message.batch, message.learningRate)
        const params = message.params ?? model.params.slice()
        params.set(model.params)
        post({ kind: 'done', report, params }, [params.buffer as ArrayBuffer])
      }
    } catch (error) {
      failed = true
      const known = error instanceof GlassformerError ? error : new GlassformerError('bad-option', said(error))
      const { code, template, values } = known
      post({ kind: 'failed', code, template, values }, [])
    }
  }
}
