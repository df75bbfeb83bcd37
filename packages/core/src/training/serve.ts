import { type Model, modelOf } from '../model/model'
import { GlassformerError, said } from '../tensor/errors'
import type { Done, Failed, Start, Work } from './protocol'
import { createTrainer, type Trainer } from './trainer'

/** How the worker answers. */
export type Post = (message: Done | Failed, transfer: ArrayBuffer[]) => void

/**
 * The worker's side: takes messages in order, does a step for each `work`, and answers with the parameters after it.
 * Messages of other kinds are for whoever else listens.
 */
export function serveTraining(post: Post): (message: Start | Work | undefined | null) => void {
  let model: Model | undefined
  let trainer: Trainer | undefined
  let failed = false
  return (message) => {
    if (failed) return
    try {
      if (message?.kind === 'start') {
        model = modelOf(message.config, message.params, { kernels: message.kernels })
        trainer = createTrainer(model, message.options)
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
