import type { Model } from '../model/model'
import type { Run } from '../model/run'
import { createFloats, precisionOf } from '../tensor/floats'
import { type Layout, type LayoutEntry, unknownTensor } from '../tensor/layout'
import type { Tensor } from '../tensor/tensor'
import { tensorsOf } from './make'

/** Keeps rows of some activations of a run that computes a few positions at a time: what becomes the trace. */
export interface Recorder {
  readonly tensors: Readonly<Record<string, Tensor>>
  /** Copies rows `lo` to `hi - 1` of the run to their positions. */
  copy(run: Run, lo: number, hi: number): void
}

/** The part of a layout that `select` names, packed without gaps. A `*` stands for any characters. Throws `unknown-tensor`. */
export function selectLayout(layout: Layout, select?: readonly string[]): Layout {
  if (!select) return layout
  const wanted = new Set<string>()
  for (const name of select) {
    const pattern = new RegExp(`^${name.replace(/[^\w*]/g, '\\$&').replaceAll('*', '.*')}$`)
    const found = layout.entries.filter((entry) => pattern.test(entry.name))
    if (!found.length) throw unknownTensor(name, layout.byName.keys())
    for (const entry of found) wanted.add(entry.name)
  }
  let size = 0
  const entries = layout.entries
    .filter(({ name }) => wanted.has(name))
    .map((entry) => {
      const moved = { ...entry, offset: size }
      size += entry.size
      return moved
    })
  return { entries, byName: new Map(entries.map((entry) => [entry.name, entry])), size }
}

/** Allocates what a trace with this layout holds: nothing else of the run is kept. */
export function createRecorder(model: Model, layout: Layout): Recorder {
  const buffer = createFloats(layout.size, precisionOf(model.params))
  return {
    tensors: tensorsOf(layout, buffer),
    copy({ base, positions, layout: from, buffer: source }, lo, hi) {
      if (from === layout && hi - lo === positions) {
        buffer.set(source)
        return
      }
      const { byName } = from
      for (const entry of layout.entries) {
        const { offset } = byName.get(entry.name) as LayoutEntry
        const { heads, rows, width } = rowsOf(entry)
        for (let h = 0; h < heads; h++) {
          const at = offset + h * positions * width
          buffer.set(source.subarray(at + lo * width, at + hi * width), entry.offset + (h * rows + base + lo) * width)
        }
      }
    },
  }
}

/** How the rows of an activation lie: once per position, or, for scores and patterns, once per head and query. */
export function rowsOf({ axes, shape, size }: LayoutEntry): { heads: number; rows: number; width: number } {
  const perHead = axes[1] === 'query'
  const heads = perHead ? (shape[0] as number) : 1
  const rows = shape[perHead ? 1 : 0] as number
  return { heads, rows, width: size / heads / rows }
}
