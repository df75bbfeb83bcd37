import { describe, expect, it } from 'vitest'
import { checkGradients, createNormals } from '../testing/gradients'
import type { KeysSeen } from './keysSeen'
import { scoresBackward, scoresForward } from './scores'
import { patternBackward, patternForward } from './softmax'
import { weightedValuesBackward, weightedValuesForward } from './weightedValues'

const normals = createNormals()

type Pair = [Float64Array, Float64Array]
const T = 5
const HS = 3

// Query heads, key heads, and how many keys a query sees.
const SHAPES = [
  [2, 2, T],
  [4, 2, T],
  [3, 1, 2],
  [4, 2, 3],
  [2, 2, 1],
  [6, 3, T + 4],
] as const
const seenIn = (window: number): KeysSeen => ({ rows: T, keys: T, base: 0, window, scale: 1 / Math.sqrt(HS) })
const cells = (window: number) => [0, 1, 2, 3, 4].reduce((sum, t) => sum + Math.min(t + 1, window), 0)

describe.each(SHAPES)('attention of %i heads that share %i, window %i', (NH, NKV, window) => {
  const seen = seenIn(window)
  const [q, k, v] = [normals(T * NH * HS), normals(T * NKV * HS), normals(T * NKV * HS)]
  const pattern = normals(NH * T * T)

  it('has backwards that are the derivatives of its forwards', () => {
    checkGradients(
      normals,
      [q, k],
      NH * T * T,
      (out) => scoresForward(out, q, k, seen, 0, T, NH, NKV, HS),
      (d, dout) => scoresBackward(...(d as Pair), dout, q, k, seen, 0, T, NH, NKV, HS),
    )
    const scores = normals(NH * T * T)
    checkGradients(
      normals,
      [scores],
      NH * T * T,
      (out) => patternForward(out, scores, seen, 0, T, NH),
      ([d], dout, out) => patternBackward(d as Float64Array, dout, out, seen, 0, T, NH),
    )
    checkGradients(
      normals,
      [pattern, v],
      T * NH * HS,
      (out) => weightedValuesForward(out, pattern, v, seen, 0, T, NH, NKV, HS),
      (d, dout) => weightedValuesBackward(...(d as Pair), dout, pattern, v, seen, 0, T, NH, NKV, HS),
    )
  })

  it('counts a multiply-add for each number of each cell that is seen', () => {
    const macs = NH * HS * cells(window)
    expect(scoresForward(new Float64Array(NH * T * T), q, k, seen, 0, T, NH, NKV, HS)).toBe(macs)
    expect(weightedValuesForward(new Float64Array(q.length), pattern, v, seen, 0, T, NH, NKV, HS)).toBe(macs)
  })

  it('shows each query its own key and those before it in the window, and gives the rest -Infinity and 0', () => {
    const scores = new Float64Array(NH * T * T)
    const rows = new Float64Array(NH * T * T).fill(7)
    scoresForward(scores, q, k, seen, 0, T, NH, NKV, HS)
    patternForward(rows, scores, seen, 0, T, NH)
    for (let h = 0; h < NH; h++)
      for (let t = 0; t < T; t++)
        for (let s = 0; s < T; s++) {
          const isSeen = s <= t && s > t - window
          expect(Number.isFinite(scores[(h * T + t) * T + s])).toBe(isSeen)
          expect(rows[(h * T + t) * T + s] !== 0).toBe(isSeen)
        }
  })
})

describe('attention', () => {
  it('reads keys and values from the rows that hold them, and passes over those that are held no longer', () => {
    const order = [3, 0, 4, 1, 2]
    const [NH, NKV] = [4, 2]
    const [q, k, v] = [normals(T * NH * HS), normals(T * NKV * HS), normals(T * NKV * HS)]
    const moved = (x: Float64Array) => {
      const out = new Float64Array(x.length)
      for (const [s, row] of order.entries()) out.set(x.subarray(s * NKV * HS, (s + 1) * NKV * HS), row * NKV * HS)
      return out
    }
    const run = (keys: Float64Array, values: Float64Array, slots?: Int32Array) => {
      const [scores, pattern, z] = [
        new Float64Array(NH * T * T),
        new Float64Array(NH * T * T),
        new Float64Array(q.length),
      ]
      const seen = { ...seenIn(T), slots }
      const macs = scoresForward(scores, q, keys, seen, 0, T, NH, NKV, HS)
      patternForward(pattern, scores, seen, 0, T, NH)
      weightedValuesForward(z, pattern, values, seen, 0, T, NH, NKV, HS)
      return { scores, pattern, z, macs }
    }
    const plain = run(k, v)
    expect(run(moved(k), moved(v), Int32Array.from(order))).toEqual(plain)

    const gone = run(moved(k), moved(v), Int32Array.from(order.with(0, -1)))
    // Query 4 of head 1 without key 0: the others share its weight as they stood to each other.
    const row = (1 * T + 4) * T
    const left = 1 - (plain.pattern[row] as number)
    expect(gone.scores[row]).toBe(-Infinity)
    expect(gone.pattern[row]).toBe(0)
    for (let s = 1; s < T; s++) {
      expect(gone.scores[row + s]).toBe(plain.scores[row + s])
      expect(gone.pattern[row + s]).toBeCloseTo((plain.pattern[row + s] as number) / left, 12)
    }
    expect(plain.macs - gone.macs).toBe(NH * HS * T)
  })

  it('gives rows that lie elsewhere in a run the same bits', () => {
    const [NH, NKV] = [2, 1]
    const [q, k] = [normals(T * NH * HS), normals(T * NKV * HS)]
    const whole = new Float64Array(NH * T * T)
    scoresForward(whole, q, k, seenIn(3), 0, T, NH, NKV, HS)
    // One row at a time: row 0 holds position t.
    for (let t = 0; t < T; t++) {
      const single = new Float64Array(NH * T)
      const seen = { ...seenIn(3), rows: 1, base: t }
      scoresForward(single, q.subarray(t * NH * HS), k, seen, 0, 1, NH, NKV, HS)
      for (let h = 0; h < NH; h++)
        expect(single.subarray(h * T, (h + 1) * T)).toEqual(whole.subarray((h * T + t) * T, (h * T + t + 1) * T))
    }
  })

  it('divides by the root of the width that it is told, and by nothing where that is taken away', () => {
    const [q, k] = [Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6)]
    const score = new Float64Array(1)
    const seen = { rows: 1, keys: 1, base: 0, window: 1 }
    scoresForward(score, q, k, { ...seen, scale: 1 / Math.sqrt(3) }, 0, 1, 1, 1, 3)
    expect(score[0]).toBeCloseTo(32 / Math.sqrt(3), 12)
    scoresForward(score, q, k, { ...seen, scale: 1 }, 0, 1, 1, 1, 3)
    expect(score[0]).toBe(32)
  })
})
