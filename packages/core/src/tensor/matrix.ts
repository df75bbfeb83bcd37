import type { Floats } from './tensor'

/** A matrix as it lies in a buffer: the number of row r and column c is at `first + r * rowStep + c * columnStep`. */
export interface Matrix {
  readonly data: Floats
  readonly first: number
  readonly rowStep: number
  readonly columnStep: number
}

/** Rows of `width` numbers, one after another from `first` on. */
export function matrix(data: Floats, width: number, first = 0): Matrix {
  return { data, first, rowStep: width, columnStep: 1 }
}

/** The same numbers, rows as columns. */
export function transposed({ data, first, rowStep, columnStep }: Matrix): Matrix {
  return { data, first, rowStep: columnStep, columnStep: rowStep }
}
