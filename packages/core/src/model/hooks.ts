import type { Sight } from '../ops/sight'
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
export function positionTold({ base }: Run, { fault, lastPosition = Infinity }: Hooks): (row: number) => number {
  return fault === 'stale-position' ? (row) => Math.min(base + row, lastPosition) : (row) => base + row
}

/** The keys that a pass up to position `to - 1` sees. */
export function keysSeen(run: Run, { fault }: Hooks, to: number, slots?: Int32Array): Sight {
  const { attentionWindow: window, dHead } = run.model.config
  return {
    rows: run.positions,
    keys: run.keys,
    base: run.base,
    window,
    scale: fault === 'unscaled-scores' ? 1 : 1 / Math.sqrt(dHead),
    slots,
    lastKey: fault === 'no-causal-mask' ? to - 1 : undefined,
  }
}
