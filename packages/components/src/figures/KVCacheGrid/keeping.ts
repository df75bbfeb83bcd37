import type { CacheSettings, CacheStep, GenerationTrace, PositionRanges } from '@glassformer/core'

/** What a policy's cache did in a run, position by position. */
export interface Keeping {
  readonly settings: CacheSettings
  /** Positions that another request computed, from the first on: they are there before the run begins. */
  readonly shared: number
  /** Of each layer and position, the step that gave it up; `Infinity` where none did. */
  readonly evictedIn: readonly (readonly number[])[]
  /** Whether what a step gives up goes before its new position is stored; otherwise it goes when all layers have read. */
  readonly makesRoomFirst: boolean
  /** Of each step and layer, what its queries found there; `null` where they had all keys at hand. */
  readonly found: readonly (readonly (PositionRanges | null)[])[]
  /** Bytes of one position in one layer, as it is stored. */
  readonly slotBytes: number
  /** For a cache in blocks: positions in one, and after each step the physical block of each logical one. */
  readonly blocks: { readonly size: number; readonly tables: readonly (readonly number[])[] } | null
  /** For a cache that requests share, what it had of the prompt. */
  readonly prefix: NonNullable<CacheStep['prefix']> | null
}

/** What the trace says of a policy; `null` for a run without one. `fullSlotBytes` are those that a full cache takes. */
export function readKeeping(trace: GenerationTrace, positions: number, fullSlotBytes: number): Keeping | null {
  const { cache, steps, config } = trace
  if (typeof cache !== 'object') return null
  const evictedIn = Array.from({ length: config.nLayers }, () => new Array<number>(positions).fill(Infinity))
  for (const [s, step] of steps.entries())
    for (const [l, { evicted }] of (step.cache?.layers ?? []).entries())
      for (const [from, to] of evicted) evictedIn[l]?.fill(s, from, to)
  const found = steps.map((step) => (step.cache?.layers ?? []).map(({ read }) => (step.from > 0 ? read : null)))
  const last = steps.at(-1)?.cache
  const [layer] = last?.layers ?? []
  const tables = steps.map((step) => step.cache?.blockTable ?? [])
  const table = last?.blockTable
  const held = layer ? countIn(layer.held) : 0
  return {
    settings: cache,
    shared: steps[0]?.from ?? 0,
    evictedIn,
    makesRoomFirst: steps.some((step, s) =>
      (step.cache?.layers ?? []).some(({ evicted }, l) =>
        evicted.some(([from, to]) => {
          // What the step's first query could have seen, and did not find.
          const seen = Math.max(from, step.from - config.attentionWindow + 1)
          return seen < to && !isFound({ found }, s, l, seen)
        }),
      ),
    ),
    found,
    slotBytes: table || !layer || held === 0 ? fullSlotBytes : layer.bytes / held,
    blocks: table && layer ? { size: layer.bytes / (table.length * fullSlotBytes), tables } : null,
    prefix: steps[0]?.cache?.prefix ?? null,
  }
}

/** Whether a layer still had a position when a step's queries read. */
export function isFound({ found }: Pick<Keeping, 'found'>, step: number, layer: number, position: number): boolean {
  const ranges = found[step]?.[layer]
  return !ranges || isIn(ranges, position)
}

export function isIn(ranges: PositionRanges, position: number): boolean {
  return ranges.some(([from, to]) => position >= from && position < to)
}

function countIn(ranges: PositionRanges): number {
  return ranges.reduce((sum, [from, to]) => sum + to - from, 0)
}

/** The positions that a layer gives up in a step, ascending. */
export function evictedBy({ evictedIn }: Keeping, layer: number, step: number): number[] {
  return (evictedIn[layer] ?? []).flatMap((at, position) => (at === step ? [position] : []))
}

/** Whether anything was given up in the run. */
export function forgets({ evictedIn }: Keeping): boolean {
  return evictedIn.some((steps) => steps.some(Number.isFinite))
}
