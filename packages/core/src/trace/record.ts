import type { Model } from '../model/model'
import type { Run } from '../model/run'
import { createFloats, precisionOf } from '../tensor/floats'
import type { Layout, LayoutEntry } from '../tensor/layout'
import type { Tensor } from '../tensor/tensor'
import { tensorsOf } from './make'
import { matchNames } from './matchNames'
import { rowsOf } from './rows'

/** Keeps rows of some activations of a run that computes a few positions at a time: what becomes the trace. */
export interface Recorder {
  readonly tensors: Readonly<Record<string, Tensor>>
  /** Copies rows `lo` to `hi - 1` of the run to their positions. */
  copy(run: Run, lo: number, hi: number): void
}

/** The part of a layout that `select` names, packed without gaps. A `*` stands for any characters. Throws `unknown-tensor`. */
export function selectLayout(layout: Layout, select?: readonly string[]): Layout {
  if (!select) return layout
  const wanted = matchNames([...layout.byName.keys()], select)
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
        const { blocks, rows, rowSize } = rowsOf(entry)
        for (let b = 0; b < blocks; b++) {
          const at = offset + b * positions * rowSize
          const to = entry.offset + (b * rows + base + lo) * rowSize
          buffer.set(source.subarray(at + lo * rowSize, at + hi * rowSize), to)
        }
      }
    },
  }
}
