import type { Model } from '../model/model'
import { checkTargets } from '../model/targets'
import { tokenIds } from '../model/tokens'
import { checkSeed, isList, isObject } from '../tensor/checks'
import { describe } from '../tensor/describe'
import { checkCount, checkOption, GlassformerError } from '../tensor/errors'
import { createRandom, type Random } from '../tensor/random'
import { type Said, say } from '../tensor/say'
import type { Example, TrainOptions } from './types'

/** What one step is made of, checked. */
export interface Draw {
  readonly batch: readonly Example[]
  readonly learningRate: number
}

/** Draws the steps in order, in the page, whoever computes them: so functions need not travel, and a seed gives the same run. */
export function createDraws(model: Model, options: TrainOptions): () => Draw {
  const { steps, batchSize = 16, seed = 0, learningRate = 0.001 } = options
  checkCount('steps', steps)
  checkCount('batchSize', batchSize)
  checkSeed(seed)
  const draw = sampler(options.data)
  const rateAt = typeof learningRate === 'function' ? learningRate : () => learningRate
  const random = createRandom(seed)
  let step = 0
  return () => {
    const batch = Array.from({ length: batchSize }, () => draw(random))
    for (const { tokens, targets } of batch) {
      tokenIds(model, tokens)
      checkTargets(model.config, tokens, targets)
    }
    const rate = rateAt(step)
    const ok = typeof rate === 'number' && rate >= 0 && rate < Infinity
    checkOption(`learningRate at step ${step}`, rate, ok, 'a number, 0 or more')
    step++
    return { batch, learningRate: rate }
  }
}

function sampler(data: TrainOptions['data']): (random: Random) => Example {
  if (typeof data === 'function')
    return (random) => {
      const example = data(random)
      if (!isObject(example)) throw bad(say`data must return { tokens, targets }; got ${describe(example)}.`)
      return example
    }
  if (!Array.isArray(data) || !data.length)
    throw bad(
      say`data must be token sequences, at least one, or a function that draws an example; got ${describe(data)}.`,
    )
  for (const [i, sequence] of Array.from(data).entries()) {
    if (!isList(sequence) || sequence.length < 2)
      throw bad(
        say`Training sequence ${i} must be an array of two tokens or more, each to predict the next; got ${describe(sequence)}. Make it longer, or leave it out.`,
      )
  }
  return (random) => {
    const sequence = data[random.int(data.length)] as readonly number[]
    return { tokens: sequence.slice(0, -1), targets: sequence.slice(1) }
  }
}

function bad(message: Said): GlassformerError {
  return new GlassformerError('bad-option', message)
}
