import { expect } from 'vitest'
import { createRandom } from '../tensor/random'

/** Draws `n` normal numbers: a test file's own, so that they are the same ones whatever files ran before it. */
export type Normals = (n: number) => Float64Array

export function createNormals(): Normals {
  const random = createRandom(3)
  return (n) => Float64Array.from({ length: n }, () => random.normal())
}

/**
 * Central differences of a weighted sum of `out` against `backward`, at every input. Gradients start at random values,
 * so that a backward which overwrites instead of accumulating fails.
 */
export function checkGradients(
  normals: Normals,
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
    return out.reduce((sum, o, i) => sum + (Number.isFinite(o) ? o * dout[i]! : 0), 0)
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
