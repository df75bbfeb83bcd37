import { copyBeside, giveBack, kernelsFor } from '../kernels/arena'
import { ALL, type Kernels } from '../kernels/exports'
import { addressOf, type Band, fastDots, fastProducts, transposedBand } from '../kernels/products'
import { type Matrix, matrix, transposed } from '../tensor/matrix'
import type { Floats } from '../tensor/tensor'
import { type KeysSeen, keyHead } from './keysSeen'

// The operations of attention on the kernels, head by head.

/** Queries, keys, values or outputs of one head: of [rows,heads,HS] its [rows,HS]. */
function headOf(x: Floats, h: number, heads: number, HS: number): Matrix {
  return matrix(x, heads * HS, h * HS)
}

/** Scores or a pattern of one head: of [NH,rows,keys] its [rows,keys]. */
function tableOf(x: Floats, h: number, { rows, keys }: KeysSeen): Matrix {
  return matrix(x, keys, h * rows * keys)
}

/**
 * The keys that a row sees, as a band of a table of scores. A window longer than there are keys is as good as one that
 * reaches over all of them, and is taken for that: the kernels count in 32 bits, and a window may be larger.
 */
function bandOf({ base, window, keys, lastKey }: KeysSeen): Band {
  const lo = base - Math.min(window, keys) + 1
  return lastKey === undefined ? { first: 0, end: keys, lo, hi: base + 1 } : { first: 0, end: lastKey + 1, lo, hi: ALL }
}

/** Of a band, what the rows `from` to `to - 1` have at all. */
function within({ end, lo, hi }: Band, from: number, to: number): Band {
  return { first: Math.max(0, from + lo), end: Math.min(end, to - 1 + hi), lo, hi }
}

/**
 * Splits the columns of a band where the rows that hold their keys do not follow one another, and calls `act` for each
 * piece: key s lies in row `s + shift`. Keys that are held no longer are in none.
 */
function eachStretch({ slots }: KeysSeen, band: Band, act: (stretch: Band, shift: number) => void): void {
  if (!slots) {
    act(band, 0)
    return
  }
  for (let first = band.first; first < band.end; ) {
    const slot = slots[first]!
    let end = first + 1
    while (end < band.end && slot >= 0 && slots[end] === slot + end - first) end++
    if (slot >= 0) act({ ...band, first, end }, slot - first)
    first = end
  }
}

/** How many keys the rows see that are held. */
function keysHeld(seen: KeysSeen, from: number, to: number): number {
  const band = bandOf(seen)
  let held = 0
  for (let r = from; r < to; r++)
    eachStretch(seen, within(band, r, r + 1), ({ first, end }) => {
      held += end - first
    })
  return held
}

/** Runs `act` with `held` if it lies in the memory of `out`, or else with a copy that does. False if there is no room for one. */
function withHeld(out: Floats, held: Floats, act: (held: Floats) => void): boolean {
  if (kernelsFor(out, held)) act(held)
  else {
    const copy = copyBeside(out, held)
    if (!copy) return false
    act(copy)
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
  seen: KeysSeen,
  from: number,
  to: number,
  NH: number,
  NKV: number,
  HS: number,
): number | undefined {
  const { rows, keys, scale, slots } = seen
  const band = bandOf(seen)
  const done = withHeld(scores, k, (k) => {
    for (let h = 0; h < NH; h++) {
      const g = keyHead(h, NH, NKV)
      const table = tableOf(scores, h, seen)
      kernels.maskRows(addressOf(table), keys, from, to, band.end, band.lo, band.hi)
      eachStretch(seen, within(band, from, to), (stretch, shift) => {
        const kg = matrix(k, NKV * HS, (shift * NKV + g) * HS)
        fastDots(kernels, table, headOf(q, h, NH, HS), kg, { from, to, band: stretch, length: HS, scale })
      })
      for (let s = 0; slots && s < keys; s++)
        if (slots[s]! < 0) for (let t = from; t < to; t++) scores[(h * rows + t) * keys + s] = -Infinity
    }
  })
  return done ? keysHeld(seen, from, to) * NH * HS : undefined
}

/**
 * dq[t] += scale * dscores[t,s] k[s] over the keys of t; dk[s] += scale * dscores[t,s] q[t] over the queries of s, which
 * are the columns of the transposed table.
 */
export function fastScoresBackward(
  kernels: Kernels,
  dq: Floats,
  dk: Floats,
  dscores: Floats,
  q: Floats,
  k: Floats,
  seen: KeysSeen,
  from: number,
  to: number,
  NH: number,
  NKV: number,
  HS: number,
): void {
  const { scale } = seen
  const band = { ...within(bandOf(seen), from, to), first: 0 }
  const queries = { from, to, band, length: HS, scale }
  const keys = { from: 0, to: band.end, band: transposedBand(band, from, to), length: HS, scale }
  for (let h = 0; h < NH; h++) {
    const g = keyHead(h, NH, NKV)
    const table = tableOf(dscores, h, seen)
    fastProducts(kernels, headOf(dq, h, NH, HS), table, headOf(k, g, NKV, HS), queries)
    fastProducts(kernels, headOf(dk, g, NKV, HS), transposed(table), headOf(q, h, NH, HS), keys)
  }
}

export function fastPattern(
  kernels: Kernels,
  pattern: Floats,
  scores: Floats,
  seen: KeysSeen,
  from: number,
  to: number,
  NH: number,
): void {
  const { end, lo, hi } = bandOf(seen)
  for (let h = 0; h < NH; h++) {
    const [p, x] = [pattern, scores].map((all) => addressOf(tableOf(all, h, seen)))
    kernels.softmaxRows(p!, x!, seen.keys, from, to, end, lo, hi)
  }
}

export function fastPatternBackward(
  kernels: Kernels,
  dscores: Floats,
  dpattern: Floats,
  pattern: Floats,
  seen: KeysSeen,
  from: number,
  to: number,
  NH: number,
): void {
  const { end, lo, hi } = bandOf(seen)
  for (let h = 0; h < NH; h++) {
    const [dx, dp, p] = [dscores, dpattern, pattern].map((all) => addressOf(tableOf(all, h, seen)))
    kernels.softmaxRowsBackward(dx!, dp!, p!, seen.keys, from, to, end, lo, hi)
  }
}

/** Undefined if it cannot be done here. */
export function fastWeightedValues(
  kernels: Kernels,
  z: Floats,
  pattern: Floats,
  v: Floats,
  seen: KeysSeen,
  from: number,
  to: number,
  NH: number,
  NKV: number,
  HS: number,
): number | undefined {
  const band = within(bandOf(seen), from, to)
  const done = withHeld(z, v, (v) => {
    kernels.fillRows(z.byteOffset, 0, from, to, NH * HS)
    for (let h = 0; h < NH; h++) {
      const g = keyHead(h, NH, NKV)
      eachStretch(seen, band, (stretch, shift) => {
        const vg = matrix(v, NKV * HS, (shift * NKV + g) * HS)
        const extent = { from, to, band: stretch, length: HS, scale: 1 }
        fastProducts(kernels, headOf(z, h, NH, HS), tableOf(pattern, h, seen), vg, extent)
      })
    }
  })
  return done ? keysHeld(seen, from, to) * NH * HS : undefined
}

/** dpattern[t,s] += dz[t] . v[s] over the keys of t; dv[s] += pattern[t,s] dz[t] over the queries of s. */
export function fastWeightedValuesBackward(
  kernels: Kernels,
  dpattern: Floats,
  dv: Floats,
  dz: Floats,
  pattern: Floats,
  v: Floats,
  seen: KeysSeen,
  from: number,
  to: number,
  NH: number,
  NKV: number,
  HS: number,
): void {
  const band = { ...within(bandOf(seen), from, to), first: 0 }
  const queries = { from, to, band, length: HS, scale: 1 }
  const keys = { from: 0, to: band.end, band: transposedBand(band, from, to), length: HS, scale: 1 }
  for (let h = 0; h < NH; h++) {
    const g = keyHead(h, NH, NKV)
    const dzh = headOf(dz, h, NH, HS)
    fastDots(kernels, tableOf(dpattern, h, seen), dzh, headOf(v, g, NKV, HS), queries)
    fastProducts(kernels, headOf(dv, g, NKV, HS), transposed(tableOf(pattern, h, seen)), dzh, keys)
  }
}
