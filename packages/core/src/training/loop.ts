import { accumulateGradients } from '../model/backward'
import type { Model } from '../model/model'
import { checkTargets } from '../model/targets'
import { tokenIds } from '../model/tokens'
import { createWorkspace } from '../model/workspace'
import { GlassformerError } from '../tensor/errors'
import { createRandom, type Random } from '../tensor/random'
import { createAdamW } from './adamw'
import { clipGradients } from './clip'
import type { Example, TrainingRun, TrainingStep, TrainOptions } from './train'

/** The loop behind `train`. */
export async function runTraining(model: Model, options: TrainOptions): Promise<TrainingRun> {
  const { steps, batchSize = 16, seed = 0, learningRate = 0.001, maxGradNorm = 1, onStep, signal } = options
  for (const [name, value] of Object.entries({ steps, batchSize }))
    if (!(Number.isSafeInteger(value) && value > 0)) throw bad(`${name} must be a positive whole number; got ${value}.`)
  const draw = sampler(options.data)
  const rateAt = typeof learningRate === 'number' ? () => learningRate : learningRate
  const optimizer = createAdamW(model, { ...options, learningRate: rateAt(0) })
  const random = createRandom(seed)
  const workspace = createWorkspace(model, model.config.nCtx)
  const grads = new Float32Array(model.params.length)
  const done: TrainingStep[] = []
  for (let step = 0; step < steps; step++) {
    await breathe()
    if (signal?.aborted) return { steps: done, cancelled: true }
    const batch = Array.from({ length: batchSize }, () => draw(random))
    for (const { tokens, targets } of batch) {
      tokenIds(model, tokens)
      checkTargets(model.config, tokens, targets)
    }
    const counted = batch.reduce((sum, { targets }) => sum + targets.filter((target) => target >= 0).length, 0)
    grads.fill(0)
    let loss = 0
    for (const { tokens, targets } of batch)
      loss += accumulateGradients(model, workspace, tokens, targets, grads, 1 / counted).loss
    loss /= counted
    const gradNorm = clipGradients(grads, maxGradNorm)
    if (!Number.isFinite(loss + gradNorm))
      throw bad(`The loss or gradient is no longer a number at step ${step}. Lower the learning rate.`)
    const rate = rateAt(step)
    optimizer.step(grads, rate)
    const report = { step, loss, learningRate: rate, gradNorm }
    done.push(report)
    onStep?.(report)
  }
  return { steps: done, cancelled: false }
}

function sampler(data: TrainOptions['data']): (random: Random) => Example {
  if (typeof data === 'function') return data
  if (data.length === 0 || data.some((sequence) => sequence.length < 2))
    throw bad('Training sequences must be at least one, each of two tokens or more. Give longer ones.')
  return (random) => {
    const sequence = data[random.int(data.length)] as readonly number[]
    return { tokens: sequence.slice(0, -1), targets: sequence.slice(1) }
  }
}

function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0)
  })
}

function bad(message: string): GlassformerError {
  return new GlassformerError('bad-option', message)
}
