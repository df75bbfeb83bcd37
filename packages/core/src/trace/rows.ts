import { sizeOf } from '../tensor/tensor'

/** Axes and shape of an activation. */
interface Shaped {
  readonly axes: readonly string[]
  readonly shape: readonly number[]
}

/** How the values of an activation lie, row by row. */
export interface Rows {
  /** Whether there is a row for each head and query (scores, patterns); otherwise there is one for each position. */
  readonly perQuery: boolean
  /** Positions (or queries). */
  readonly rows: number
  /** How often all rows come, one block after another: once for each head if `perQuery`, once otherwise. */
  readonly blocks: number
  /** Values of a row: if `perQuery` its keys, otherwise those of all heads. */
  readonly rowSize: number
}

export function rowsOf({ axes, shape }: Shaped): Rows {
  const perQuery = axes[1] === 'query'
  const [a = 1, b = 1] = shape
  return {
    perQuery,
    rows: perQuery ? b : a,
    blocks: perQuery ? a : 1,
    rowSize: sizeOf(shape.slice(perQuery ? 2 : 1)),
  }
}

/** The same, with its heads. */
export interface HeadRows extends Rows {
  /** 1 where there are none. */
  readonly nHeads: number
  /** Values of one head in one row. */
  readonly width: number
}

export function headRowsOf({ axes, shape }: Shaped): HeadRows {
  const rows = rowsOf({ axes, shape })
  const { perQuery, blocks, rowSize } = rows
  const nHeads = axes.length < 3 ? 1 : shape[perQuery ? 0 : 1]!
  return { ...rows, nHeads, width: (blocks * rowSize) / nHeads }
}
