import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkGradients, createNormals } from '../testing/gradients'
import { positionsBackward, positionsForward, sinusoidsForward } from './positions'
import { rotaryBackward, rotaryForward, rotationOf } from './rotary'

const normals = createNormals()

const T = 5
const own = (row: number) => row

describe('learned positions', () => {
  it('have a backward that is the derivative of the forward', () => {
    const W = normals(7 * 6)
    checkGradients(
      normals,
      [W],
      T * 6,
      (out) => positionsForward(out, W, own, 0, T, 6),
      ([dW], dout) => positionsBackward(dW as Float64Array, dout, 0, T, 6),
    )
  })

  it('are those of the position that a row holds', () => {
    const W = normals(9 * 2)
    const out = new Float64Array(4)
    positionsForward(out, W, (row) => 5 + row, 0, 2, 2)
    expect(out).toEqual(W.slice(10, 14))
  })
})

describe('sinusoidal positions', () => {
  it('are sines at even and cosines at odd dimensions, of wavelengths from 2 pi to nearly 20000 pi', () => {
    const C = 7
    const out = new Float64Array(6 * C)
    sinusoidsForward(out, own, 0, 6, C)
    for (let p = 0; p < 6; p++)
      for (let i = 0; 2 * i < C; i++) {
        // 10000^(-2i / C), as exp of a logarithm.
        const speed = Math.exp((-2 * i * Math.log(10000)) / C)
        expect(out[p * C + 2 * i]).toBeCloseTo(Math.sin(p * speed), 12)
        if (2 * i + 1 < C) expect(out[p * C + 2 * i + 1]).toBeCloseTo(Math.cos(p * speed), 12)
      }
    expect(Array.from(out.subarray(0, C))).toEqual([0, 1, 0, 1, 0, 1, 0])
  })

  it('are those of the position that a row holds, and leave other rows alone', () => {
    const [all, some] = [new Float64Array(8 * 4), new Float64Array(3 * 4)]
    sinusoidsForward(all, own, 0, 8, 4)
    sinusoidsForward(some, (row) => 5 + row, 1, 3, 4)
    expect(some).toEqual(Float64Array.of(0, 0, 0, 0, ...all.subarray(6 * 4)))
  })
})

describe('rotary positions', () => {
  const [NH, HS] = [2, 6]
  const rotate = (x: Float64Array, position: number, base = 10000) => {
    const out = new Float64Array(x.length)
    rotaryForward(out, x, rotationOf(position + 1, x.length, base), () => position, 0, 1, 1, x.length)
    return out
  }
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0)

  it('have a backward that is the derivative of the forward', () => {
    const x = normals(T * NH * HS)
    const rotation = rotationOf(T, HS, 50)
    checkGradients(
      normals,
      [x],
      T * NH * HS,
      (out) => rotaryForward(out, x, rotation, own, 0, T, NH, HS),
      ([dx], dout) => rotaryBackward(dx as Float64Array, dout, rotation, 0, T, NH, HS),
    )
  })

  it('turn element i and i + half of a head by position * base^(-2i / width)', () => {
    // The first pair by 3 radians, the second by 3 / sqrt(base).
    const x = Float64Array.of(1, 0, 0, 1)
    const turned = rotate(x, 3, 100)
    const expected = [Math.cos(3), -Math.sin(0.3), Math.sin(3), Math.cos(0.3)]
    for (const [i, value] of expected.entries()) expect(turned[i]).toBeCloseTo(value, 14)
    expect(rotate(x, 0)).toEqual(x)
  })

  it('turn every head alike', () => {
    const head = normals(HS)
    const out = new Float64Array(2 * HS)
    rotaryForward(out, Float64Array.of(...head, ...head), rotationOf(9, HS, 10), () => 8, 0, 1, 2, HS)
    expect(out.slice(0, HS)).toEqual(rotate(head, 8, 10))
    expect(out.slice(HS)).toEqual(rotate(head, 8, 10))
  })

  it('keep lengths, and make a dot product depend on the distance alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.nat(200), fc.nat(200), fc.nat(200), (pairs, p, s, shift) => {
        const [q, k] = [normals(2 * pairs), normals(2 * pairs)]
        expect(dot(rotate(q, p), rotate(q, p))).toBeCloseTo(dot(q, q), 9)
        expect(dot(rotate(q, p + shift), rotate(k, s + shift))).toBeCloseTo(dot(rotate(q, p), rotate(k, s)), 9)
      }),
    )
  })
})
