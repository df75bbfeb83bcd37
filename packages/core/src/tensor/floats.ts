import type { Floats } from './tensor'

/** `float32` is what the library runs in; `float64` exists for gradient checks. */
export type Precision = 'float32' | 'float64'

/** A buffer of zeros. */
export function createFloats(size: number, precision: Precision): Floats {
  return precision === 'float64' ? new Float64Array(size) : new Float32Array(size)
}

export function precisionOf(data: Floats): Precision {
  return data instanceof Float64Array ? 'float64' : 'float32'
}

/** The index of the first of the values `from` to `to - 1` that is not finite, or -1. */
export function firstNotFinite(values: Floats, from = 0, to = values.length): number {
  // What is not finite makes the sum NaN. Four sums at a time need not wait for one another.
  let [a, b, c, d] = [0, 0, 0, 0]
  let i = from
  for (; i + 3 < to; i += 4) {
    a += 0 * values[i]!
    b += 0 * values[i + 1]!
    c += 0 * values[i + 2]!
    d += 0 * values[i + 3]!
  }
  for (; i < to; i++) a += 0 * values[i]!
  if (a + b + c + d === 0) return -1
  for (i = from; Number.isFinite(values[i]); ) i++
  return i
}
