import { copyBeside, giveBack, kernelsFor } from '../kernels/arena'
import { ALL, type Kernels } from '../kernels/exports'
import type { Floats } from '../tensor/tensor'
import type { Sight } from './keysSeen'

// The attention operations of ops/, head by head on the kernels. The tables of scores are [NH,rows,keys].

/**
 * The keys that row r sees: from max(0, r + lo) to min(limit, r + hi) - 1. No query stands beyond the last of the keys,
 * so a window that is longer than these shows no more, and the kernels, which count in 32 bits, are not given it.
 */
function bandOf({ base, window, keys, lastKey }: Sight) {
  const lo = base - Math.min(window, keys) + 1
  return lastKey === undefined ? { limit: keys, lo, hi: base + 1 } : { limit: lastKey + 1, lo, hi: ALL }
}

/** Calls `act` for every stretch of keys `first` to `end - 1` that lie one after another, from row `first + shift` on. */
function eachStretch(
  { slots }: Sight,
  start: number,
  limit: number,
  act: (first: number, end: number, shift: number) => void,
) {
  if (!slots) return act(start, limit, 0)
  for (let first = start; first < limit; ) {
    const slot = slots[first] as number
    let end = first + 1
    while (end < limit && slot >= 0 && slots[end] === slot + end - first) end++
    if (slot >= 0) act(first, end, slot - first)
    first = end
  }
}

/** How many keys the rows see that are held. */
function keysHeld(sight: Sight, from: number, to: number): number {
  const { limit, lo, hi } = bandOf(sight)
  let held = 0
  for (let r = from; r < to; r++)
    eachStretch(sight, Math.max(0, r + lo), Math.min(limit, r + hi), (first, end) => {
      held += end - first
    })
  return held
}

/** Runs `act` with the address of `held` if that lies beside `out`; if it does not, of a copy that does. False if there is no room. */
function withHeld(out: Floats, held: Floats, act: (address: number) => void): boolean {
  if (kernelsFor(out, held)) act(held.byteOffset)
  else {
    const copy = copyBeside(out, held)
    if (!copy) return false
    act(copy.byteOffset)
    giveBack(copy)
  }
  return true
}

/** Undefined if it cannot be done here. */
export function fastScores(
  kernels: Kernels,
  scores: Floats,
  q: Floats,
  k: Floats,
  sight: Sight,
  from: number,
  to: number,
  NH: number,
  NKV: number,
  HS: number,
): number | undefined {
  const { rows, keys, scale, slots } = sight
  const { limit, lo, hi } = bandOf(sight)
  const start = Math.max(0, from + lo)
  const done = withHeld(scores, k, (kAt) => {
    for (let h = 0; h < NH; h++) {
      const g = Math.floor((h * NKV) / NH)
      const table = scores.byteOffset + 4 * h * rows * keys
      kernels.maskRows(table, keys, from, to, limit, lo, hi)
      eachStretch(sight, start, Math.min(limit, to - 1 + hi), (first, end, shift) =>
        kernels.addDots(
          table,
          keys,
          q.byteOffset + 4 * h * HS,
          NH * HS,
          kAt + 4 * (shift * NKV + g) * HS,
          NKV * HS,
          from,
          to,
          first,
          end,
          lo,
          hi,
          HS,
          scale,
        ),
      )
      for (let s = 0; slots && s < keys; s++)
        if ((slots[s] as number) < 0) for (let t = from; t < to; t++) scores[(h * rows + t) * keys + s] = -Infinity
    }
  })
  return done ? keysHeld(sight, from, to) * NH * HS : undefined
}

export function fastScoresBackward(
  kernels: Kernels,
  dq: Floats,
  dk: Floats,
  dscores: Floats,
  q: Floats,
  k: Floats,
  sight: Sight,
  from: number,
  to: number,
  NH: number,
  NKV: number,
  HS: number,
): void {
  const { rows, keys, scale } = sight
  const { limit, lo, hi } = bandOf(sight)
  const end = Math.min(limit, to - 1 + hi)
  const N = NH * HS
  const M = NKV * HS
  for (let h = 0; h < NH; h++) {
    const g = 4 * HS * Math.floor((h * NKV) / NH)
    const table = dscores.byteOffset + 4 * h * rows * keys
    const dqh = dq.byteOffset + 4 * h * HS
    const qh = q.byteOffset + 4 * h * HS
    // dq[t] += scale * dscores[t,s] k[s] over the keys of t; dk[s] += scale * dscores[t,s] q[t] over the queries of s,
    // which are those from s - hi + 1 to s - lo.
    kernels.addProducts(dqh, N, table, keys, 1, k.byteOffset + g, M, from, to, 0, end, lo, hi, HS, scale)
    kernels.addProducts(dk.byteOffset + g, M, table, 1, keys, qh, N, 0, end, from, to, 1 - hi, 1 - lo, HS, scale)
  }
}

export function fastPattern(
  kernels: Kernels,
  pattern: Floats,
  scores: Floats,
  sight: Sight,
  from: number,
  to: number,
  NH: number,
): void {
  const { rows, keys } = sight
  const { limit, lo, hi } = bandOf(sight)
  for (let h = 0; h < NH; h++) {
    const table = 4 * h * rows * keys
    kernels.softmaxRows(pattern.byteOffset + table, scores.byteOffset + table, keys, from, to, limit, lo, hi)
  }
}

export function fastPatternBackward(
  kernels: Kernels,
  dscores: Floats,
  dpattern: Floats,
  pattern: Floats,
  sight: Sight,
  from: number,
  to: number,
  NH: number,
): void {
  const { rows, keys } = sight
  const { limit, lo, hi } = bandOf(sight)
  for (let h = 0; h < NH; h++) {
    const table = 4 * h * rows * keys
    const [dx, dp, p] = [dscores.byteOffset + table, dpattern.byteOffset + table, pattern.byteOffset + table]
    kernels.softmaxRowsBackward(dx, dp, p, keys, from, to, limit, lo, hi)
  }
}

/** Undefined if it cannot be done here. */
export function fastWeightedValues(
  kernels: Kernels,
  z: Floats,
  pattern: Floats,
  v: Floats,
  sight: Sight,
  from: number,
  to: number,
  NH: number,
  NKV: number,
  HS: number,
): number | undefined {
  const { rows, keys } = sight
  const { limit, lo, hi } = bandOf(sight)
  const start = Math.max(0, from + lo)
  const done = withHeld(z, v, (vAt) => {
    kernels.fillRows(z.byteOffset, 0, from, to, NH * HS)
    for (let h = 0; h < NH; h++) {
      const g = Math.floor((h * NKV) / NH)
      eachStretch(sight, start, Math.min(limit, to - 1 + hi), (first, end, shift) =>
        kernels.addProducts(
          z.byteOffset + 4 * h * HS,
          NH * HS,
          pattern.byteOffset + 4 * h * rows * keys,
          keys,
          1,
          vAt + 4 * (shift * NKV + g) * HS,
          NKV * HS,
          from,
          to,
          first,
          end,
          lo,
          hi,
          HS,
          1,
        ),
      )
    }
  })
  return done ? keysHeld(sight, from, to) * NH * HS : undefined
}

export function fastWeightedValuesBackward(
  kernels: Kernels,
  dpattern: Floats,
  dv: Floats,
  dz: Floats,
  pattern: Floats,
  v: Floats,
  sight: Sight,
  from: number,
  to: number,
  NH: number,
  NKV: number,
  HS: number,
): void {
  const { rows, keys } = sight
  const { limit, lo, hi } = bandOf(sight)
  const end = Math.min(limit, to - 1 + hi)
  const N = NH * HS
  const M = NKV * HS
  for (let h = 0; h < NH; h++) {
    const g = 4 * HS * Math.floor((h * NKV) / NH)
    const table = 4 * h * rows * keys
    const dzh = dz.byteOffset + 4 * h * HS
    // dpattern[t,s] += dz[t] . v[s] over the keys of t; dv[s] += pattern[t,s] dz[t] over the queries of s.
    const dp = dpattern.byteOffset + table
    kernels.addDots(dp, keys, dzh, N, v.byteOffset + g, M, from, to, 0, end, lo, hi, HS, 1)
    const p = pattern.byteOffset + table
    kernels.addProducts(dv.byteOffset + g, M, p, 1, keys, dzh, N, 0, end, from, to, 1 - hi, 1 - lo, HS, 1)
  }
}
