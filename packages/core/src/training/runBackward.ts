import { giveBack, takeFloats } from '../kernels/arena'
import { gradientSteps } from '../model/backward'
import { checkLogits } from '../model/checkLogits'
import { type Model, modelOf } from '../model/model'
import { checkTargets, nextTokens } from '../model/targets'
import { tokenIds } from '../model/tokens'
import { createWorkspace, releaseWorkspace } from '../model/workspace'
import { logLossBackward } from '../ops/crossEntropy'
import { checkOptions } from '../tensor/checks'
import type { Floats } from '../tensor/tensor'
import { toEnd } from '../tensor/toEnd'
import { reviveTrace, tensorsOf } from '../trace/make'
import { provenanceOf, traceToken } from '../trace/ofModel'
import { madeBy } from '../trace/origin'
import type { BackwardTrace } from '../trace/types'
import { ADAMW_OPTIONS, type AdamWOptions, createAdamW } from './adamw'
import { checkGradients } from './checkGradients'
import { clipGradients, maxNormOf } from './clip'
import type { TrainerOptions } from './types'

export interface BackwardOptions {
  /** The optimizer whose first step `update` shows. @default learningRate 0.001, betas 0.9 and 0.95, weightDecay 0.1, maxGradNorm 1 */
  readonly update?: (AdamWOptions & Pick<TrainerOptions, 'maxGradNorm'>) | undefined
}

/**
 * One training step, recorded: forward, loss, the gradient of the mean loss at every activation and parameter, and what
 * AdamW's first step would change. The model itself is not changed.
 * @param targets the token to be predicted at each position; -1 is ignored. @default the next token; the last is ignored
 * @throws `empty-prompt`, `bad-tokens`, `context-exceeded`, `bad-targets`, or `bad-option` (of `update`)
 */
export function runBackward(
  model: Model,
  tokens: string | readonly number[],
  targets?: readonly number[],
  options: BackwardOptions = {},
): BackwardTrace {
  return toEnd(backwardSteps(model, tokens, targets, options))
}

/**
 * The same in parts: yields after the forward pass, after each block on the way back, and before the update. Let the page
 * breathe between two, and nothing freezes. One that is left before its end must be ended with `return()`, as `for...of`
 * does, so that its memory is given back.
 */
export function* backwardSteps(
  model: Model,
  tokens: string | readonly number[],
  targets?: readonly number[],
  options: BackwardOptions = {},
): Generator<void, BackwardTrace> {
  const { update = {} } = checkOptions('runBackward', options, { update: true })
  checkOptions('update', update, { ...ADAMW_OPTIONS, maxGradNorm: true })
  const maxNorm = maxNormOf(update.maxGradNorm)
  const ids = tokenIds(model, tokens)
  const goals = targets === undefined ? nextTokens(ids) : targets
  checkTargets(model.config, ids, goals)
  const scale = 1 / goals.filter((id) => id >= 0).length
  const run = createWorkspace(model, ids.length)
  const grads = takeFloats(model.params, model.layout.size)
  try {
    const { loss } = yield* gradientSteps(model, run, ids, goals, grads, scale)
    checkLogits(run, 0, ids.length)
    checkGradients(model, grads)
    logLossBackward(run.dacts.probs, run.losses, goals, 0, ids.length, model.config.dVocab, scale)
    yield
    const trace = reviveTrace({
      kind: 'backward' as const,
      config: model.config,
      provenance: provenanceOf(model),
      tokens: ids.map((id) => traceToken(model, id)),
      targets: [...goals],
      loss: loss * scale,
      losses: run.losses.slice(),
      tensors: tensorsOf(run.layout, run.buffer.slice()),
      grads: tensorsOf(run.layout, run.dbuffer.slice()),
      paramGrads: tensorsOf(model.layout, grads.slice()),
      update: firstUpdate(model, grads, update, maxNorm),
    })
    return madeBy(trace, model)
  } finally {
    releaseWorkspace(run)
    giveBack(grads)
  }
}

/** What one step from rest does to each parameter, found by taking it on a copy. */
function firstUpdate(
  model: Model,
  grads: Floats,
  { learningRate = 1e-3, betas = [0.9, 0.95], eps, weightDecay = 0.1 }: AdamWOptions,
  maxNorm: number,
): BackwardTrace['update'] {
  const copy = modelOf(model.config, model.params.slice(), { kernels: 'plain' })
  const clipped = grads.slice()
  clipGradients(clipped, maxNorm)
  createAdamW(copy, { learningRate, betas, eps, weightDecay }).step(clipped)
  const parameters = model.layout.entries.map(({ name, offset, size }) => {
    let grad = 0
    let weight = 0
    let change = 0
    for (let i = offset; i < offset + size; i++) {
      const before = model.params[i]!
      grad += grads[i]! ** 2
      weight += before ** 2
      change += (copy.params[i]! - before) ** 2
    }
    return { name, gradNorm: Math.sqrt(grad), weightNorm: Math.sqrt(weight), updateNorm: Math.sqrt(change) }
  })
  return { learningRate, parameters }
}
