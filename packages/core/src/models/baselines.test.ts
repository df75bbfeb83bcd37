import { expect, it } from 'vitest'
import { baselines } from './baselines'

it('counts tokens, pairs and threes, each mixed with the shorter', () => {
  // The training text is 0 1 0 1 0 1 ..., so that after 0 always comes 1.
  const example = { tokens: [0, 1, 0, 1, 0], targets: [1, 0, 1, 0, 1] }
  const heldOut = [{ tokens: [0, 1], targets: [-1, 0] }]
  const { unigramLoss, bigramLoss, trigramLoss } = baselines(() => example, 2, 1, 2, heldOut)
  // 10 targets, 4 of them 0; one is added to each count.
  const one = (4 + 1) / (10 + 2)
  // After 1 came 0 four times of four; after 0 1 too. Two observations are the shorter context's.
  const two = (4 + 2 * one) / (4 + 2)
  const three = (4 + 2 * two) / (4 + 2)
  expect(Math.exp(-unigramLoss)).toBeCloseTo(one, 10)
  expect(Math.exp(-bigramLoss)).toBeCloseTo(two, 10)
  expect(Math.exp(-trigramLoss)).toBeCloseTo(three, 10)
})
