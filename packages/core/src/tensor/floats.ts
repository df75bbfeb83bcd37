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
