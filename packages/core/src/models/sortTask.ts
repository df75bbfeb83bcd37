import type { Model } from '../model/model'
import { runForward } from '../model/runForward'
import type { Random } from '../tensor/random'
import type { Example } from '../training/train'

const LETTERS = 6

/** Six letters and all but the last of them in order; what is to be predicted are the letters in order. */
export function sortExample(letters: readonly number[]): Example {
  const sorted = [...letters].sort()
  return {
    tokens: [...letters, ...sorted.slice(0, -1)],
    targets: [...Array<number>(LETTERS - 1).fill(-1), ...sorted],
  }
}

export function drawSortExample(random: Random): Example {
  return sortExample(Array.from({ length: LETTERS }, () => random.int(3)))
}

/** All 3^6 inputs. */
export function allSortInputs(): number[][] {
  return Array.from({ length: 3 ** LETTERS }, (_, i) =>
    Array.from({ length: LETTERS }, (_, place) => Math.floor(i / 3 ** place) % 3),
  )
}

/** How many of the inputs the model sorts, letter by letter, each time taking its likeliest letter. */
export function countSorted(model: Model): number {
  return allSortInputs().filter((letters) => {
    const tokens = [...letters]
    while (tokens.length < 2 * LETTERS) tokens.push(likeliest(model, tokens))
    return tokens.slice(LETTERS).join() === [...letters].sort().join()
  }).length
}

/** The token that the model finds likeliest after these. */
export function likeliest(model: Model, tokens: readonly number[]): number {
  const logits = runForward(model, tokens).tensor('logits').data.subarray(-model.config.dVocab)
  let best = 0
  for (let id = 1; id < logits.length; id++) if ((logits[id] as number) > (logits[best] as number)) best = id
  return best
}
