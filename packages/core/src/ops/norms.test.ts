import { describe, expect, it } from 'vitest'
import { NORMS } from '../model/config'
import { checkGradients, createNormals } from '../testing/gradients'
import { normBackward, normForward } from './norm'

const normals = createNormals()

const T = 5
type Arrays = [Float64Array, Float64Array, Float64Array]

describe.each(NORMS)('%s', (kind) => {
  it.each([1, 2, 6])('has a backward that is the derivative of its forward, at width %i', (C) => {
    const [x, w, b] = [normals(T * C), normals(C), normals(C)]
    for (const bias of kind === 'layernorm' ? [true, false] : [false])
      checkGradients(
        normals,
        bias ? [x, w, b] : [x, w],
        T * C,
        (out) => normForward(kind, out, x, w, bias ? b : undefined, 0, T, C, 0.01),
        (d, dout) => {
          const [dx, dw, db] = d as Arrays
          normBackward(kind, dx, dw, db, dout, x, w, 0, T, C, 0.01)
        },
      )
  })

  it('works on its rows alone', () => {
    const out = new Float64Array(3 * T).fill(9)
    normForward(kind, out, normals(3 * T), normals(3), undefined, 1, 3, 3, 1e-5)
    expect(Array.from(out, (value) => value === 9)).toEqual(Array.from(out, (_, i) => i < 3 || i >= 9))
    const dx = new Float64Array(3 * T)
    normBackward(kind, dx, new Float64Array(3), undefined, normals(3 * T), normals(3 * T), normals(3), 1, 3, 3, 1e-5)
    expect(Array.from(dx, (value) => value === 0)).toEqual(Array.from(dx, (_, i) => i < 3 || i >= 9))
  })
})

describe('the norms', () => {
  const out = new Float64Array(4)
  const ones = Float64Array.of(1, 1, 1, 1)

  it('give LayerNorm a mean of 0 and a variance of 1', () => {
    normForward('layernorm', out, Float64Array.of(5, 7, 9, 3), ones, undefined, 0, 1, 4, 1e-12)
    expect(out.reduce((a, b) => a + b)).toBeCloseTo(0, 12)
    expect(out.reduce((a, b) => a + b * b, 0) / 4).toBeCloseTo(1, 10)
  })

  it('give RMSNorm a mean square of 1 and the direction that it had', () => {
    normForward('rmsnorm', out, Float64Array.of(2, 4, 4, 8), ones, undefined, 0, 1, 4, 1e-12)
    for (const [i, value] of [0.4, 0.8, 0.8, 1.6].entries()) expect(out[i]).toBeCloseTo(value, 10)
  })

  it('add epsilon under the root', () => {
    normForward('rmsnorm', out, Float64Array.of(1, 1, 1, 1), ones, undefined, 0, 1, 4, 3)
    expect(Array.from(out)).toEqual([0.5, 0.5, 0.5, 0.5])
    normForward('layernorm', out, Float64Array.of(1, -1, 1, -1), ones, undefined, 0, 1, 4, 3)
    expect(Array.from(out)).toEqual([0.5, -0.5, 0.5, -0.5])
  })
})
