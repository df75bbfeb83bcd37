import type { KeysSeen } from '../ops/keysSeen'
import type { Floats } from '../tensor/tensor'
import type { Run } from './run'

/**
 * Mistakes made on purpose, for teaching: queries see later tokens too; each decoded token is told the position of the
 * prompt's last one; scores are not divided by sqrt(d_head).
 */
export const FAULTS = ['no-causal-mask', 'stale-position', 'unscaled-scores'] as const
export type Fault = (typeof FAULTS)[number]

/** What may step into a forward pass. */
export interface Hooks {
  readonly fault?: Fault | undefined
  /** For `stale-position`: the position beyond which the count does not go on. */
  readonly lastPosition?: number | undefined
  /** Told of every activation by its full name when rows `lo` to `hi - 1` are complete, before anything reads them. */
  readonly edit?: ((name: string, lo: number, hi: number) => void) | undefined
}

/** The position that each row is told it has: its own, but for a fault. */
export function positionTold({ base, parts }: Run, { fault, lastPosition = Infinity }: Hooks): (row: number) => number {
  if (parts) {
    const told = parts.flatMap(({ lo, hi }) => Array.from({ length: hi - lo }, (_, i) => i))
    return (row) => told[row]!
  }
  return fault === 'stale-position' ? (row) => Math.min(base + row, lastPosition) : (row) => base + row
}

/** The attention of one sequence: rows `lo` to `hi - 1` of a run, the keys that they see, and the row of its first key. */
export interface Attention {
  readonly lo: number
  readonly hi: number
  readonly firstRow: number
  readonly seen: KeysSeen
}

/** What the rows `lo` to `hi - 1` of a pass up to position `to - 1` see, sequence by sequence. */
export function attentionsOf(
  run: Run,
  { fault }: Hooks,
  lo: number,
  hi: number,
  to: number,
  slots?: Int32Array,
): readonly Attention[] {
  const { attentionWindow: window, dHead } = run.model.config
  const seen = {
    rows: run.positions,
    keys: run.keys,
    window,
    scale: fault === 'unscaled-scores' ? 1 : 1 / Math.sqrt(dHead),
    slots,
    lastKey: fault === 'no-causal-mask' ? to - 1 : undefined,
  }
  return run.parts
    ? run.parts.map((part) => ({ ...part, firstRow: part.lo, seen: { ...seen, base: -part.lo } }))
    : [{ lo, hi, firstRow: 0, seen: { ...seen, base: run.base } }]
}

/** The rows of `x`, each `width` numbers, from row `first` on. */
export function rowsFrom(x: Floats, first: number, width: number): Floats {
  return first ? x.subarray(first * width) : x
}
