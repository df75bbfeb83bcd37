import type { Model } from '../model/model'
import { runForward } from '../model/runForward'
import { createRandom, type Random } from '../tensor/random'
import type { Example } from '../training/train'
import { pick } from './cast'
import { createStory, createTrainingStory, isHeldOut } from './grammar'
import { TEXT_CONFIG, textTokenizer } from './textConfig'

/** Lengths of training examples. Short ones make for many beginnings, which is where a typed text starts too. */
const LENGTHS = [24, 24, 24, 24, 24, 24, 48, 48, 48, TEXT_CONFIG.nCtx]

/** A story without held-out sentences, cut at one of `LENGTHS`. */
export function drawTextExample(random: Random): Example {
  const length = pick(random, LENGTHS)
  const tokens = textTokenizer.encode(createTrainingStory(random, length / 5).join(' ')).slice(0, length + 1)
  return { tokens: tokens.slice(0, -1), targets: tokens.slice(1) }
}

/** Stories with targets in their held-out sentences alone, which the training text does not have. */
export function heldOutExamples(seed: number, count: number): Example[] {
  const random = createRandom(seed)
  const examples: Example[] = []
  while (examples.length < count) {
    const example = heldOutExample(createStory(random, 6))
    if (example.targets.some((target) => target >= 0)) examples.push(example)
  }
  return examples
}

function heldOutExample(story: readonly string[]): Example {
  const tokens: number[] = []
  const targets: number[] = []
  for (const [i, sentence] of story.entries()) {
    const held = isHeldOut(sentence)
    for (const id of textTokenizer.encode(i === 0 ? sentence : ` ${sentence}`)) {
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
    const { data } = runForward(model, tokens).tensor('probs')
    return targets.map((target, t) => (target < 0 ? 1 : (data[t * model.config.dVocab + target] as number)))
  })
}

/** Mean of minus the logarithm of what `probabilities` gives each target of an example. */
export function meanLoss(examples: readonly Example[], probabilities: (example: Example) => readonly number[]): number {
  let sum = 0
  let count = 0
  for (const example of examples)
    for (const [t, probability] of probabilities(example).entries()) {
      if ((example.targets[t] as number) < 0) continue
      sum -= Math.log(probability)
      count++
    }
  return sum / count
}
