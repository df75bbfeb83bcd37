import { describe, expect, it } from 'vitest'
import { createRandom } from '../tensor/random'
import { crossEntropyBackward, crossEntropyForward, logLossBackward } from './crossEntropy'
import { embedBackward, embedForward } from './embed'
import { erf } from './erf'
import { geluBackward, geluForward } from './gelu'
import { layernormBackward, layernormForward } from './layernorm'
import { linearBackward, linearForward } from './linear'
import { positionsBackward, positionsForward } from './positions'
import { copyBackward, copyForward, residualBackward, residualForward } from './residual'
import { scoresBackward, scoresForward } from './scores'
import { patternBackward, patternForward, probsForward } from './softmax'
import { unembedBackward, unembedForward } from './unembed'
import { weightedValuesBackward, weightedValuesForward } from './weightedValues'

const random = createRandom(3)
const normals = (n: number) => Float64Array.from({ length: n }, () => random.normal())

/**
 * Central differences of a weighted sum of `out` against `backward`, at every input. Gradients start at random values,
 * so that a backward which overwrites instead of accumulating fails.
 */
function checkGradients(
  inputs: Float64Array[],
  outSize: number,
  forward: (out: Float64Array) => void,
  backward: (dinputs: Float64Array[], dout: Float64Array, out: Float64Array) => void,
): void {
  const dout = normals(outSize)
  const value = () => {
    const out = new Float64Array(outSize)
    forward(out)
    // Masked scores are minus infinity and carry no gradient.
    return out.reduce((sum, o, i) => sum + (Number.isFinite(o) ? o * (dout[i] as number) : 0), 0)
  }
  const starts = inputs.map((input) => normals(input.length))
  const dinputs = starts.map((start) => start.slice())
  const out = new Float64Array(outSize)
  forward(out)
  backward(dinputs, dout, out)
  const eps = 1e-5
  for (const [n, input] of inputs.entries())
    for (const [i, at] of input.entries()) {
      input[i] = at + eps
      const up = value()
      input[i] = at - eps
      const down = value()
      input[i] = at
      const numeric = (up - down) / (2 * eps)
      const analytic = (dinputs[n]?.[i] as number) - (starts[n]?.[i] as number)
      const error = Math.abs(numeric - analytic) / Math.max(1e-2, Math.abs(numeric) + Math.abs(analytic))
      expect(error, `input ${n}, element ${i}: ${analytic}, by differences ${numeric}`).toBeLessThan(1e-6)
    }
}

type Arrays = [Float64Array, Float64Array, Float64Array]
const T = 5
const C = 6

describe('each backward is the derivative of its forward', () => {
  it('embed', () => {
    const W = normals(4 * C)
    const ids = [3, 0, 3, 1, 3]
    checkGradients(
      [W],
      T * C,
      (out) => embedForward(out, W, ids, 0, T, C),
      ([dW], dout) => embedBackward(dW as Float64Array, dout, ids, 0, T, C),
    )
  })

  it('positions', () => {
    const W = normals(7 * C)
    checkGradients(
      [W],
      T * C,
      (out) => positionsForward(out, W, 0, T, C),
      ([dW], dout) => positionsBackward(dW as Float64Array, dout, 0, T, C),
    )
  })

  it('residual and copy', () => {
    const a = normals(T * C)
    const b = normals(T * C)
    checkGradients(
      [a, b],
      T * C,
      (out) => residualForward(out, a, b, 0, T, C),
      (d, dout) => residualBackward(...(d as [Float64Array, Float64Array]), dout, 0, T, C),
    )
    checkGradients(
      [a],
      T * C,
      (out) => copyForward(out, a, 0, T, C),
      ([da], dout) => copyBackward(da as Float64Array, dout, 0, T, C),
    )
  })

  it.each([true, false])('layernorm, bias %s', (bias) => {
    const [x, w, b] = [normals(T * C), normals(C), normals(C)]
    checkGradients(
      bias ? [x, w, b] : [x, w],
      T * C,
      (out) => layernormForward(out, x, w, bias ? b : undefined, 0, T, C, 1e-5),
      (d, dout) => {
        const [dx, dw, db] = d as Arrays
        layernormBackward(dx, dw, db, dout, x, w, 0, T, C, 1e-5)
      },
    )
  })

  // Widths on both sides of the blocks of two and four, and rows too.
  it.each([
    [1, 1, 1],
    [2, 4, 3],
    [5, 6, 7],
    [4, 9, 2],
    [7, 3, 5],
  ])('linear of %i rows, %i inputs, %i outputs', (rows, I, O) => {
    const [x, W, b] = [normals(rows * I), normals(I * O), normals(O)]
    checkGradients(
      [x, W, b],
      rows * O,
      (out) => linearForward(out, x, W, b, 0, rows, I, O),
      (d, dout) => linearBackward(...(d as Arrays), dout, x, W, 0, rows, I, O),
    )
  })

  it('scores', () => {
    const [q, k] = [normals(T * C), normals(T * C)]
    checkGradients(
      [q, k],
      2 * T * T,
      (out) => scoresForward(out, q, k, 0, T, T, 2, 3),
      ([dq, dk], dout) => scoresBackward(dq as Float64Array, dk as Float64Array, dout, q, k, 0, T, T, 2, 3),
    )
  })

  it('pattern', () => {
    const scores = normals(2 * T * T)
    checkGradients(
      [scores],
      2 * T * T,
      (out) => patternForward(out, scores, 0, T, T, 2),
      ([d], dout, out) => patternBackward(d as Float64Array, dout, out, 0, T, T, 2),
    )
  })

  it('weighted values', () => {
    const [pattern, v] = [normals(2 * T * T), normals(T * C)]
    checkGradients(
      [pattern, v],
      T * C,
      (out) => weightedValuesForward(out, pattern, v, 0, T, T, 2, 3),
      ([dp, dv], dout) =>
        weightedValuesBackward(dp as Float64Array, dv as Float64Array, dout, pattern, v, 0, T, T, 2, 3),
    )
  })

  it.each(['gelu_tanh', 'gelu_erf'] as const)('%s', (kind) => {
    const x = Float64Array.from({ length: T * C }, (_, i) => (i - 15) / 3)
    checkGradients(
      [x],
      T * C,
      (out) => geluForward(out, x, kind, 0, T, C),
      ([dx], dout) => geluBackward(dx as Float64Array, dout, x, kind, 0, T, C),
    )
  })

  it.each([1, 4, 7])('unembed to %i tokens', (V) => {
    const [x, W] = [normals(T * C), normals(V * C)]
    checkGradients(
      [x, W],
      T * V,
      (out) => unembedForward(out, x, W, 0, T, C, V),
      ([dx, dW], dout) => unembedBackward(dx as Float64Array, dW as Float64Array, dout, x, W, 0, T, C, V),
    )
  })

  it('cross-entropy, fused with softmax and by way of the probabilities', () => {
    const V = 4
    const targets = [1, -1, 3, 0, 0]
    const logits = normals(T * V)
    const probs = new Float64Array(T * V)
    const losses = new Float64Array(T)
    const scale = 0.25
    const loss = (out: Float64Array) => {
      crossEntropyForward(losses, logits, targets, 0, T, V)
      out[0] = scale * losses.reduce((a, b) => a + b, 0)
    }
    checkGradients([logits], 1, loss, ([d], dout) => {
      probsForward(probs, logits, 0, T, V)
      crossEntropyBackward(d as Float64Array, probs, targets, 0, T, V, scale * (dout[0] as number))
    })
    loss(new Float64Array(1))
    const viaProbs = (out: Float64Array) => {
      out[0] = -scale * targets.reduce((sum, id, t) => sum + (id < 0 ? 0 : Math.log(probs[t * V + id] as number)), 0)
    }
    checkGradients([probs], 1, viaProbs, ([d], dout) =>
      logLossBackward(d as Float64Array, losses, targets, 0, T, V, scale * (dout[0] as number)),
    )
  })
})

describe('the ops', () => {
  it('count the multiply-adds that they do, masked cells not among them', () => {
    const buffer = normals(400)
    const out = new Float64Array(400)
    expect(linearForward(out, buffer, buffer, undefined, 1, 4, 7, 5)).toBe(3 * 7 * 5)
    expect(scoresForward(out, buffer, buffer, 2, 4, T, 2, 3)).toBe(2 * 3 * (3 + 4))
    expect(weightedValuesForward(out, buffer, buffer, 2, 4, T, 2, 3)).toBe(2 * 3 * (3 + 4))
    expect(unembedForward(out, buffer, buffer, 1, 3, 6, 4)).toBe(2 * 6 * 4)
  })

  it('give a linear row the same bits in whatever range it is computed', () => {
    const [I, O] = [11, 5]
    const x = Float32Array.from(normals(T * I))
    const W = Float32Array.from(normals(I * O))
    const whole = new Float32Array(T * O)
    const single = new Float32Array(T * O)
    linearForward(whole, x, W, undefined, 0, T, I, O)
    for (let t = 0; t < T; t++) linearForward(single, x, W, undefined, t, t + 1, I, O)
    expect(single).toEqual(whole)
    unembedForward(whole, x, W, 0, T, I, O)
    for (let t = 0; t < T; t++) unembedForward(single, x, W, t, t + 1, I, O)
    expect(single).toEqual(whole)
  })

  it('keep a finite loss and gradient where a probability is too small for float32', () => {
    const losses = new Float32Array(1)
    crossEntropyForward(losses, Float32Array.of(0, 200), [0], 0, 1, 2)
    expect(losses[0]).toBe(200)
    const dprobs = new Float32Array(2)
    logLossBackward(dprobs, losses, [0], 0, 1, 2, 1)
    expect(dprobs[0]).toBeLessThan(-1e38)
    expect(Number.isFinite(dprobs[0])).toBe(true)
  })

  // Values of the C library's erf, to the last bit.
  it.each([
    [0, 0],
    [1e-9, 1.1283791670955127e-9],
    [0.1, 0.1124629160182849],
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [2, 0.9953222650189527],
    [2.9999, 0.9999778955735178],
    [3, 0.9999779095030014],
    [3.0001, 0.9999779234241298],
    [4, 0.9999999845827421],
    [5.5, 0.9999999999999927],
    [7, 1],
  ])('erf(%d) is %d', (x, expected) => {
    expect(Math.abs(erf(x) - expected)).toBeLessThanOrEqual(1e-15 * Math.max(expected, 1e-9))
    expect(erf(-x)).toBeCloseTo(-erf(x), 16)
  })
})
