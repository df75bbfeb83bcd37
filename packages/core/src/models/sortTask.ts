import { runForward } from '../inference/runForward'
import type { Model } from '../model/model'
import type { Random } from '../tensor/random'
import type { Floats } from '../tensor/tensor'
import type { Example } from '../training/types'

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

/**
 * How many of the inputs the model sorts when each time its likeliest letter is taken. One run over the right letters
 * tells: the first wrong letter would be the same, since all letters before it are right.
 */
export function countSorted(model: Model): number {
  return allSortInputs().filter((letters) => {
    const { tokens, targets } = sortExample(letters)
    const logits = runForward(model, tokens).tensor('logits').data
    return targets.every((target, t) => target < 0 || likeliest(logits, t, model.config.dVocab) === target)
  }).length
}

function likeliest(logits: Floats, position: number, dVocab: number): number {
  const row = position * dVocab
  let best = 0
  for (let id = 1; id < dVocab; id++) if (logits[row + id]! > logits[row + best]!) best = id
  return best
}
