/** Every number of the core is held in one of these; float64 exists for gradient checks. */
export type Floats = Float32Array | Float64Array

/** Names of axes, as they appear in traces and on screen. */
export type AxisName =
  | 'position'
  | 'd_model'
  | 'head'
  | 'kv_head'
  | 'd_head'
  | 'query'
  | 'key'
  | 'd_mlp'
  | 'd_vocab'
  | 'n_ctx'

/** A named view: `data` is row-major over `shape`, whose entries are named by `axes`. */
export interface Tensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly axes: readonly AxisName[]
  readonly data: Floats
}

/** The number of values in a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, extent) => size * extent, 1)
}
