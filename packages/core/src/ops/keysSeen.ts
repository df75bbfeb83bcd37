/**
 * Which keys the rows of a run see, and where these lie. Row r of a run holds position `base + r`;
 * scores and patterns are [NH, rows, keys], their columns being positions from 0.
 */
export interface KeysSeen {
  readonly rows: number
  readonly keys: number
  readonly base: number
  /** A query at position p sees the keys at positions p - window + 1 to p. */
  readonly window: number
  /** What a dot product is multiplied by: 1 / sqrt(HS). */
  readonly scale: number
  /** The row of k and v that holds each position, or -1 where it is held no longer. @default row = position */
  readonly slots?: Int32Array | undefined
  /** Without a causal mask: the last position that every query sees. A fault, for teaching. @default the query's own */
  readonly lastKey?: number | undefined
}

/** The first position that the query in row `r` sees. */
export function firstKey({ base, window }: KeysSeen, r: number): number {
  return Math.max(0, base + r - window + 1)
}

/** The last position that the query in row `r` sees. */
export function lastKey(seen: KeysSeen, r: number): number {
  return seen.lastKey ?? seen.base + r
}

/** The head of keys and values, of `NKV`, that query head `h` of `NH` reads. */
export function keyHead(h: number, NH: number, NKV: number): number {
  return Math.floor((h * NKV) / NH)
}
