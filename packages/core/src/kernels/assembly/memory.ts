/**
 * Every function takes byte addresses in the memory that it was instantiated with, and counts of numbers; a step is the
 * distance of two rows, in numbers. Of the kernels' own part, at the start of the memory, the places below end with `STRIP`'s 28
 * bytes; they must stay below the `--memoryBase` of scripts/kernels.mjs, where constants lie, and those below the
 * `SCRATCH_BYTES` of kernels/arena.ts, where other arrays begin. Nothing lies at 0, which as an address means none.
 */

/** A panel holds `PANEL_DEPTH` rows of 8 columns of B, packed, so that reading it jumps about in no cache. */
export const PANEL_DEPTH: i32 = 256
export const PANEL: usize = 64
/** 4 rows of 8 columns, for tiles at the edges of `out`; and a row for those that are computed and not kept. */
export const EDGE: usize = PANEL + <usize>PANEL_DEPTH * 8 * 4
export const DUMP: usize = EDGE + 4 * 8 * 4
/** Four numbers, for the end of a row. */
export const FOUR: usize = DUMP + 8 * 4
/** The strip at work. */
export const STRIP: usize = FOUR + 4 * 4

@inline
export function at(address: usize, index: i32): usize {
  return address + (<usize>index << 2)
}

/** Four numbers, of which the first `n` are read and the others are `rest`. */
@inline
export function loadFour(address: usize, n: i32, rest: f32): v128 {
  return n >= 4 ? v128.load(address) : loadSome(address, n, rest)
}

function loadSome(address: usize, n: i32, rest: f32): v128 {
  v128.store(FOUR, f32x4.splat(rest))
  for (let i = 0; i < n; i++) store<f32>(at(FOUR, i), load<f32>(at(address, i)))
  return v128.load(FOUR)
}

/** Writes the first `n` of four numbers. */
@inline
export function storeFour(address: usize, four: v128, n: i32): void {
  if (n >= 4) v128.store(address, four)
  else storeSome(address, four, n)
}

function storeSome(address: usize, four: v128, n: i32): void {
  v128.store(FOUR, four)
  for (let i = 0; i < n; i++) store<f32>(at(address, i), load<f32>(at(FOUR, i)))
}

/** The sum of four numbers. */
@inline
export function sumOf(four: v128): f32 {
  return (
    f32x4.extract_lane(four, 0) + f32x4.extract_lane(four, 2) + (f32x4.extract_lane(four, 1) + f32x4.extract_lane(four, 3))
  )
}
