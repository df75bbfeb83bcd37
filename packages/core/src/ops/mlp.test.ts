import { describe, expect, it } from 'vitest'
import { checkGradients, createNormals } from '../testing/gradients'
import { erf } from './erf'
import { geluBackward, geluForward } from './gelu'
import { reluBackward, reluForward } from './relu'
import { swigluBackward, swigluForward } from './swiglu'

const normals = createNormals()

const T = 5
const H = 6
/** Both signs, small and large, and never within a difference of 0, where a ReLU has no derivative. */
const ramp = () => Float64Array.from({ length: T * H }, (_, i) => (i - 14.5) / 3)

describe('the nonlinearities', () => {
  it.each([true, false])('GELU (exact: %s) has a backward that is the derivative of its forward', (exact) => {
    const x = ramp()
    checkGradients(
      normals,
      [x],
      T * H,
      (out) => geluForward(out, x, exact, 0, T, H),
      ([dx], dout) => geluBackward(dx as Float64Array, dout, x, exact, 0, T, H),
    )
  })

  it('ReLU has a backward that is the derivative of its forward', () => {
    const x = ramp()
    checkGradients(
      normals,
      [x],
      T * H,
      (out) => reluForward(out, x, 0, T, H),
      ([dx], dout) => reluBackward(dx as Float64Array, dout, x, 0, T, H),
    )
  })

  it('SwiGLU has a backward that is the derivative of its forward, at the gate and at what it lets through', () => {
    const [gate, up] = [ramp(), normals(T * H)]
    checkGradients(
      normals,
      [gate, up],
      T * H,
      (out) => swigluForward(out, gate, up, 0, T, H),
      (d, dout) => swigluBackward(...(d as [Float64Array, Float64Array]), dout, gate, up, 0, T, H),
    )
  })

  it('have the values of their definitions', () => {
    const x = Float64Array.of(-1000, -1, 0, 2, 1000)
    const out = new Float64Array(5)
    reluForward(out, x, 0, 1, 5)
    expect(Array.from(out, (value) => value + 0)).toEqual([0, 0, 0, 2, 1000])
    swigluForward(out, x, Float64Array.of(3, 3, 3, 3, 3), 0, 1, 5)
    // silu(-1) = -1 / (1 + e), silu(2) = 2 / (1 + e^-2).
    const expected = [0, -0.8068242641099854, 0, 5.284782467867294, 3000]
    for (const [i, value] of expected.entries()) expect(out[i]).toBeCloseTo(value, 12)
    geluForward(out, x, true, 0, 1, 5)
    for (const [i, value] of [0, -0.15865525393145707, 0, 1.9544997361036416, 1000].entries())
      expect(out[i]).toBeCloseTo(value, 12)
    geluForward(out, x, false, 0, 1, 5)
    for (const [i, value] of [0, -0.15880800939172324, 0, 1.954597694087775, 1000].entries())
      expect(out[i]).toBeCloseTo(value, 12)
  })

  it('keep gradients finite where an exponential is not', () => {
    const [dgate, dup] = [new Float64Array(2), new Float64Array(2)]
    swigluBackward(dgate, dup, Float64Array.of(1, 1), Float64Array.of(-800, 800), Float64Array.of(1, 1), 0, 1, 2)
    expect(Array.from(dgate, (d) => d + 0)).toEqual([0, 1])
    expect(Array.from(dup, (d) => d + 0)).toEqual([0, 800])
  })
})

// Values of the C library's erf, to the last bit.
describe('the error function', () => {
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
