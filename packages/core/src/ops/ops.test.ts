import { describe, expect, it } from 'vitest'
import { checkGradients, createNormals } from '../testing/gradients'
import { crossEntropyBackward, crossEntropyForward, logLossBackward } from './crossEntropy'
import { embedBackward, embedForward } from './embed'
import { linearBackward, linearForward } from './linear'
import { copyBackward, copyForward, residualBackward, residualForward } from './residual'
import { probsForward } from './softmax'
import { unembedBackward, unembedForward } from './unembed'

const normals = createNormals()

type Arrays = [Float64Array, Float64Array, Float64Array]
const T = 5
const C = 6

describe('each backward is the derivative of its forward', () => {
  it('embed', () => {
    const W = normals(4 * C)
    const ids = [3, 0, 3, 1, 3]
    checkGradients(
      normals,
      [W],
      T * C,
      (out) => embedForward(out, W, ids, 0, 0, T, C),
      ([dW], dout) => embedBackward(dW as Float64Array, dout, ids, 0, T, C),
    )
  })

  it('residual and copy', () => {
    const a = normals(T * C)
    const b = normals(T * C)
    checkGradients(
      normals,
      [a, b],
      T * C,
      (out) => residualForward(out, a, b, 0, T, C),
      (d, dout) => residualBackward(...(d as [Float64Array, Float64Array]), dout, 0, T, C),
    )
    checkGradients(
      normals,
      [a],
      T * C,
      (out) => copyForward(out, a, 0, T, C),
      ([da], dout) => copyBackward(da as Float64Array, dout, 0, T, C),
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
      normals,
      [x, W, b],
      rows * O,
      (out) => linearForward(out, x, W, b, 0, rows, I, O),
      (d, dout) => linearBackward(...(d as Arrays), dout, x, W, 0, rows, I, O),
    )
  })

  it.each([1, 4, 7])('unembed to %i tokens', (V) => {
    const [x, W] = [normals(T * C), normals(V * C)]
    checkGradients(
      normals,
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
    checkGradients(normals, [logits], 1, loss, ([d], dout) => {
      probsForward(probs, logits, 0, T, V)
      crossEntropyBackward(d as Float64Array, probs, targets, 0, T, V, scale * (dout[0] as number))
    })
    loss(new Float64Array(1))
    const viaProbs = (out: Float64Array) => {
      out[0] = -scale * targets.reduce((sum, id, t) => sum + (id < 0 ? 0 : Math.log(probs[t * V + id] as number)), 0)
    }
    checkGradients(normals, [probs], 1, viaProbs, ([d], dout) =>
      logLossBackward(d as Float64Array, losses, targets, 0, T, V, scale * (dout[0] as number)),
    )
  })
})

describe('the ops', () => {
  it('count the multiply-adds that they do', () => {
    const buffer = normals(400)
    const out = new Float64Array(400)
    expect(linearForward(out, buffer, buffer, undefined, 1, 4, 7, 5)).toBe(3 * 7 * 5)
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
})
