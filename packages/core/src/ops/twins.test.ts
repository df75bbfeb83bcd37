import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { giveBack, kernelsFor, moveToArena, takeFloats } from '../kernels/arena'
import { createRandom } from '../tensor/random'
import type { Floats } from '../tensor/tensor'
import { crossEntropyBackward, crossEntropyForward } from './crossEntropy'
import { geluBackward, geluForward } from './gelu'
import type { KeysSeen } from './keysSeen'
import { linearBackward, linearForward } from './linear'
import { normBackward, normForward } from './norm'
import { copyBackward, copyForward, residualBackward, residualForward } from './residual'
import { scoresBackward, scoresForward } from './scores'
import { patternBackward, patternForward, probsForward } from './softmax'
import { swigluBackward, swigluForward } from './swiglu'
import { unembedBackward, unembedForward } from './unembed'
import { weightedValuesBackward, weightedValuesForward } from './weightedValues'

const home = moveToArena(new Float32Array(1), 2 ** 20)

/**
 * Runs an operation on ordinary arrays of random numbers of these sizes and on the same in the kernels' memory, and
 * compares all of the arrays afterwards, what was to be written and what was not; and what was returned.
 */
function checkTwins(seed: number, sizes: readonly number[], run: (...arrays: Floats[]) => unknown, spread = 2): void {
  const random = createRandom(seed)
  const plain = sizes.map((size) => Float32Array.from({ length: size }, () => spread * random.normal()))
  const fast = plain.map((values) => {
    const array = takeFloats(home, values.length)
    array.set(values)
    return array
  })
  try {
    for (const array of fast) expect(kernelsFor(array)).toBeDefined()
    expect(run(...fast)).toEqual(run(...plain))
    for (const [n, expected] of plain.entries()) expectSame(fast[n] as Floats, expected, `array ${n}`)
  } finally {
    for (const array of fast) giveBack(array)
  }
}

/** Within 1e-5 of the largest, and infinite in the same places. */
function expectSame(got: Floats, expected: Float32Array, what: string): void {
  const largest = expected.reduce((max, x) => (Number.isFinite(x) ? Math.max(max, Math.abs(x)) : max), 1)
  for (const [i, value] of expected.entries())
    if (got[i] !== value) expect(Math.abs((got[i] as number) - value) / largest, `${what}[${i}]`).toBeLessThan(1e-5)
}

const seed = fc.nat(1e6)
const width = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 40 }))
/** Rows, of which those from `from` to `to - 1` are done. */
const span = fc
  .tuple(fc.integer({ min: 1, max: 11 }), fc.nat(), fc.nat())
  .map(([rows, a, b]) => ({ rows, from: a % rows, to: (a % rows) + 1 + (b % (rows - (a % rows))) }))

/** Also numbers whose exponentials overflow. */
const spread = fc.constantFrom(2, 2, 300)

describe('on the kernels as in plain TypeScript', () => {
  it('linear layers and the unembedding', () => {
    fc.assert(
      fc.property(seed, span, width, width, fc.boolean(), (at, { rows, from, to }, I, O, bias) => {
        const or = (b: Floats | undefined) => (bias ? b : undefined)
        checkTwins(at, [rows * O, rows * I, I * O, O], (out, x, W, b) =>
          linearForward(out as Floats, x as Floats, W as Floats, or(b), from, to, I, O),
        )
        checkTwins(at, [rows * I, I * O, O, rows * O, rows * I, I * O], (dx, dW, db, dout, x, W) =>
          linearBackward(dx as Floats, dW as Floats, or(db), dout as Floats, x as Floats, W as Floats, from, to, I, O),
        )
        checkTwins(at, [rows * O, rows * I, I * O], (out, x, W) =>
          unembedForward(out as Floats, x as Floats, W as Floats, from, to, I, O),
        )
        checkTwins(at, [rows * I, I * O, rows * O, rows * I, I * O], (dx, dW, dout, x, W) =>
          unembedBackward(dx as Floats, dW as Floats, dout as Floats, x as Floats, W as Floats, from, to, I, O),
        )
      }),
    )
  })

  it('norms', () => {
    const kinds = fc.constantFrom('layernorm' as const, 'rmsnorm' as const)
    fc.assert(
      fc.property(seed, span, width, kinds, fc.boolean(), (at, { rows, from, to }, C, kind, bias) => {
        const or = (b: Floats | undefined) => (bias ? b : undefined)
        checkTwins(at, [rows * C, rows * C, C, C], (out, x, w, b) =>
          normForward(kind, out as Floats, x as Floats, w as Floats, or(b), from, to, C, 0.01),
        )
        const sizes = [rows * C, C, C, rows * C, rows * C, C]
        checkTwins(at, sizes, (dx, dw, db, dout, x, w) =>
          normBackward(
            kind,
            dx as Floats,
            dw as Floats,
            or(db),
            dout as Floats,
            x as Floats,
            w as Floats,
            from,
            to,
            C,
            0.01,
          ),
        )
      }),
    )
  })

  it('sums, copies and the nonlinearities', () => {
    fc.assert(
      fc.property(seed, span, width, spread, (at, { rows, from, to }, C, wide) => {
        const n = rows * C
        const check = (arrays: number, run: (a: Floats, b: Floats, c: Floats, d: Floats, e: Floats) => void) =>
          checkTwins(
            at,
            Array(arrays).fill(n),
            (...all) => run(...(all as [Floats, Floats, Floats, Floats, Floats])),
            wide,
          )
        check(3, (out, a, b) => residualForward(out, a, b, from, to, C))
        check(3, (da, db, dout) => residualBackward(da, db, dout, from, to, C))
        check(2, (out, x) => copyForward(out, x, from, to, C))
        check(2, (dx, dout) => copyBackward(dx, dout, from, to, C))
        check(2, (out, x) => geluForward(out, x, false, from, to, C))
        check(3, (dx, dout, x) => geluBackward(dx, dout, x, false, from, to, C))
        check(3, (out, gate, up) => swigluForward(out, gate, up, from, to, C))
        check(5, (dgate, dup, dout, gate, up) => swigluBackward(dgate, dup, dout, gate, up, from, to, C))
      }),
    )
  })

  it('probabilities and losses', () => {
    fc.assert(
      fc.property(seed, span, width, spread, (at, { rows, from, to }, V, wide) => {
        const targets = Array.from({ length: rows }, (_, t) => (t % 4 === 1 ? -1 : (7 * t + at) % V))
        checkTwins(
          at,
          [rows * V, rows * V],
          (probs, logits) => probsForward(probs as Floats, logits as Floats, from, to, V),
          wide,
        )
        checkTwins(at, [rows, rows * V], (losses, logits) =>
          crossEntropyForward(losses as Floats, logits as Floats, targets, from, to, V),
        )
        checkTwins(at, [rows * V, rows * V], (dlogits, probs) =>
          crossEntropyBackward(dlogits as Floats, probs as Floats, targets, from, to, V, 0.3),
        )
      }),
    )
  })

  const heads = fc.record({
    NKV: fc.integer({ min: 1, max: 3 }),
    size: fc.integer({ min: 1, max: 3 }),
    HS: fc.integer({ min: 1, max: 19 }),
  })
  // As configs may have them; the kernels count in 32 bits.
  const anyHuge = fc.constantFrom(2 ** 31 - 1, 2 ** 31, Number.MAX_SAFE_INTEGER)
  // Rows may begin later than at position 0, see a window, and find keys elsewhere or not at all.
  const views = fc.record({
    window: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 20 }) }, anyHuge),
    base: fc.nat(6),
    spare: fc.nat(3),
    gone: fc.option(fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), { nil: undefined }),
    unmasked: fc.boolean(),
  })

  it('attention, wherever its keys are held', () => {
    fc.assert(
      fc.property(seed, span, heads, views, (at, { rows, from, to }, { NKV, size, HS }, given) => {
        const { window, base, gone, unmasked } = given
        const NH = NKV * size
        const keys = base + rows + given.spare
        // Two positions after another change places; of the earlier positions some are held no longer.
        const slots =
          gone && Int32Array.from({ length: keys }, (_, s) => (s < base && gone[s] ? -1 : (s ^ 1) < keys ? s ^ 1 : s))
        const lastKey = unmasked ? base + to - 1 : undefined
        const seen: KeysSeen = { rows, keys, base, window, scale: 0.4, slots, lastKey }
        const [table, query, key] = [NH * rows * keys, rows * NH * HS, keys * NKV * HS]
        checkTwins(at, [table, query, key], (scores, q, k) =>
          scoresForward(scores as Floats, q as Floats, k as Floats, seen, from, to, NH, NKV, HS),
        )
        checkTwins(at, [query, table, key], (z, pattern, v) =>
          weightedValuesForward(z as Floats, pattern as Floats, v as Floats, seen, from, to, NH, NKV, HS),
        )
        checkTwins(at, [table, table, query, key], (pattern, scores, q, k) => {
          scoresForward(scores as Floats, q as Floats, k as Floats, seen, from, to, NH, NKV, HS)
          patternForward(pattern as Floats, scores as Floats, seen, from, to, NH)
        })
      }),
      { numRuns: 150 },
    )
  })

  it('attention backwards, reading no cell that is not seen', () => {
    fc.assert(
      fc.property(seed, span, heads, views, (at, { rows, from, to }, { NKV, size, HS }, given) => {
        const { window, base, unmasked } = given
        const NH = NKV * size
        const keys = base + rows + given.spare
        const lastKey = unmasked ? base + to - 1 : undefined
        const seen: KeysSeen = { rows, keys, base, window, scale: 0.4, lastKey }
        const [table, query, key] = [NH * rows * keys, rows * NH * HS, keys * NKV * HS]
        checkTwins(at, [query, key, table, query, key], (dq, dk, dscores, q, k) => {
          const d = [dq, dk, dscores, q, k] as [Floats, Floats, Floats, Floats, Floats]
          scoresBackward(...d, seen, from, to, NH, NKV, HS)
        })
        checkTwins(at, [table, key, query, table, key], (dpattern, dv, dz, pattern, v) => {
          const d = [dpattern, dv, dz, pattern, v] as [Floats, Floats, Floats, Floats, Floats]
          weightedValuesBackward(...d, seen, from, to, NH, NKV, HS)
        })
        checkTwins(at, [table, table, table], (dscores, dpattern, pattern) =>
          patternBackward(dscores as Floats, dpattern as Floats, pattern as Floats, seen, from, to, NH),
        )
      }),
      { numRuns: 150 },
    )
  })
})
