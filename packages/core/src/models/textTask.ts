import { runForward } from '../inference/runForward'
import type { Model } from '../model/model'
import { createRandom, type Random } from '../tensor/random'
import type { Tokenizer } from '../tokenizer/types'
import type { Example } from '../training/types'
import { chance } from './corpus/cast'
import { drawDocument, drawTrainingDocument } from './corpus/document'
import { isHeldOut, type Line, textOf } from './corpus/line'
import { TEXT_CONFIG } from './textConfig'

/**
 * Share of examples that are no text but random tokens, repeated: what is copied then is whatever stood there. More at
 * first, when copying is to be learnt, and fewer with each example up to so many.
 */
const RANDOM_SHARE = { first: 0.36, later: 0.08, until: 12_000 } as const

/** What the model learns from: mostly text, and random tokens. */
export function trainingExamples(tokenizer: Tokenizer): (random: Random) => Example {
  const text = textExamples(tokenizer)
  let drawn = 0
  return (random) => {
    const { first, later, until } = RANDOM_SHARE
    const share = later + (first - later) * Math.max(0, 1 - drawn / until)
    drawn++
    return chance(random, share) ? repeatedTokens(random) : text(random)
  }
}

/** Examples of the whole context: documents without held-out lines, one after the other. */
export function textExamples(tokenizer: Tokenizer): (random: Random) => Example {
  return (random) => {
    const tokens: number[] = []
    while (tokens.length <= TEXT_CONFIG.nCtx)
      for (const id of tokenizer.encode(`${textOf(drawTrainingDocument(random))}\n`)) tokens.push(id)
    return { tokens: tokens.slice(0, TEXT_CONFIG.nCtx), targets: tokens.slice(1, TEXT_CONFIG.nCtx + 1) }
  }
}

/** Random tokens, again and again. The first time nothing tells what comes, so nothing is asked. */
function repeatedTokens(random: Random): Example {
  const { nCtx, dVocab } = TEXT_CONFIG
  const period = 6 + random.int(nCtx / 2 - 6)
  const tokens = Array.from({ length: period }, () => random.int(dVocab))
  while (tokens.length <= nCtx) tokens.push(tokens[tokens.length - period]!)
  return {
    tokens: tokens.slice(0, nCtx),
    targets: tokens.slice(1, nCtx + 1).map((token, t) => (t + 1 < period ? -1 : token)),
  }
}

/** Documents with targets in their held-out lines alone, which the training text does not have. */
export function heldOutExamples(tokenizer: Tokenizer, seed: number, count: number): Example[] {
  const random = createRandom(seed)
  const examples: Example[] = []
  while (examples.length < count) {
    const example = heldOutExample(tokenizer, drawDocument(random))
    if (example.targets.some((target) => target >= 0)) examples.push(example)
  }
  return examples
}

function heldOutExample(tokenizer: Tokenizer, lines: readonly Line[]): Example {
  const tokens: number[] = []
  const targets: number[] = []
  for (const [i, line] of lines.entries()) {
    const held = isHeldOut(line)
    for (const id of tokenizer.encode(i === 0 ? line.text : ` ${line.text}`)) {
      // The first token of all has nothing before it to be predicted from.
      if (tokens.length > 0) targets.push(held ? id : -1)
      tokens.push(id)
    }
  }
  const length = Math.min(tokens.length - 1, TEXT_CONFIG.nCtx)
  return { tokens: tokens.slice(0, length), targets: targets.slice(0, length) }
}

/** Mean loss over all targets, in nats per token. */
export function lossOf(model: Model, examples: readonly Example[]): number {
  return meanLoss(examples, ({ tokens, targets }) => {
    const { data } = runForward(model, tokens, { select: ['probs'] }).tensor('probs')
    return targets.map((target, t) => (target < 0 ? 1 : data[t * model.config.dVocab + target]!))
  })
}

/** Mean of minus the logarithm of what `probabilities` gives each target of an example. */
export function meanLoss(examples: readonly Example[], probabilities: (example: Example) => readonly number[]): number {
  let sum = 0
  let count = 0
  for (const example of examples)
    for (const [t, probability] of probabilities(example).entries()) {
      if (example.targets[t]! < 0) continue
      sum -= Math.log(probability)
      count++
    }
  return sum / count
}
