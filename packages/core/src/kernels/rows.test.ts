import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linearForward } from '../ops/linear'
import { normForward } from '../ops/norm'
import { scoresForward } from '../ops/scores'
import { patternForward, probsForward } from '../ops/softmax'
import { unembedForward } from '../ops/unembed'
import { weightedValuesForward } from '../ops/weightedValues'
import { createRandom } from '../tensor/random'
import type { Floats } from '../tensor/tensor'
import { giveBack, moveToArena, takeFloats } from './arena'

const home = moveToArena(new Float32Array(1), 2 ** 20)
const shape = fc.record({
  seed: fc.nat(1e6),
  rows: fc.integer({ min: 1, max: 40 }),
  I: fc.integer({ min: 1, max: 40 }),
  O: fc.integer({ min: 1, max: 40 }),
  cuts: fc.array(fc.nat(40), { maxLength: 5 }),
})

type Op = (out: Floats, from: number, to: number) => void

/** All rows at once, and some at a time: the last bit of each must be the same, or cached and uncached runs would part. */
function checkRows(size: number, { rows, cuts }: { rows: number; cuts: number[] }, op: Op): void {
  const together = takeFloats(home, size)
  op(together, 0, rows)
  const apart = takeFloats(home, size)
  const ends = [...cuts.filter((cut) => cut < rows), rows].sort((a, b) => a - b)
  for (const [i, end] of ends.entries()) op(apart, ends[i - 1] ?? 0, end)
  expect(apart).toEqual(together)
  giveBack(together)
  giveBack(apart)
}

/** Takes arrays of normal numbers for as long as `act` runs. */
function withNormals(seed: number, sizes: readonly number[], act: (...arrays: Floats[]) => void): void {
  const random = createRandom(seed)
  const held = sizes.map((size) => {
    const array = takeFloats(home, size)
    for (let i = 0; i < size; i++) array[i] = random.normal()
    return array
  })
  act(...held)
  for (const array of held) giveBack(array)
}

describe('on the kernels, a row comes out with the same bits whatever rows come with it', () => {
  it('of a linear layer, an unembedding, probabilities and a norm', () => {
    fc.assert(
      fc.property(shape, (at) => {
        const { seed, rows, I, O } = at
        withNormals(seed, [rows * I, I * O, O], (x, W, b) => {
          checkRows(rows * O, at, (out, from, to) => linearForward(out, x as Floats, W as Floats, b, from, to, I, O))
          checkRows(rows * O, at, (out, from, to) => unembedForward(out, x as Floats, W as Floats, from, to, I, O))
        })
        withNormals(seed, [rows * I, I], (x, w) => {
          checkRows(rows * I, at, (out, from, to) => probsForward(out, x as Floats, from, to, I))
          for (const norm of ['layernorm', 'rmsnorm'] as const)
            checkRows(rows * I, at, (out, from, to) =>
              normForward(norm, out, x as Floats, w as Floats, undefined, from, to, I, 1e-5),
            )
        })
      }),
    )
  })

  it('of attention, in any window', () => {
    fc.assert(
      fc.property(shape, fc.integer({ min: 1, max: 41 }), (at, window) => {
        const { seed, rows, I: HS } = at
        const seen = { rows, keys: rows, base: 0, window, scale: 0.3 }
        withNormals(seed, [rows * 2 * HS, rows * HS, rows * HS], (q, k, v) => {
          const pattern = takeFloats(home, 2 * rows * rows)
          const scores = takeFloats(home, 2 * rows * rows)
          checkRows(2 * rows * rows, at, (out, from, to) =>
            scoresForward(out, q as Floats, k as Floats, seen, from, to, 2, 1, HS),
          )
          scoresForward(scores, q as Floats, k as Floats, seen, 0, rows, 2, 1, HS)
          checkRows(2 * rows * rows, at, (out, from, to) => patternForward(out, scores, seen, from, to, 2))
          patternForward(pattern, scores, seen, 0, rows, 2)
          checkRows(rows * 2 * HS, at, (out, from, to) =>
            weightedValuesForward(out, pattern, v as Floats, seen, from, to, 2, 1, HS),
          )
          giveBack(pattern)
          giveBack(scores)
        })
      }),
    )
  })
})
