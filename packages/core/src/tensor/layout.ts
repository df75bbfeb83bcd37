import { describe } from './describe'
import { GlassformerError } from './errors'
import { clause, say } from './say'
import { type AxisName, type Floats, sizeOf, type Tensor } from './tensor'

/** One row of a spec table. A name with `.l.` in it stands for one tensor per layer. */
export interface SpecRow {
  readonly name: string
  readonly axes: readonly AxisName[]
}

/** Extent of each axis, for one config and one run. */
export type Extents = Readonly<Record<AxisName, number>>

export interface LayoutEntry extends SpecRow {
  readonly shape: readonly number[]
  /** Index of the first value in the flat buffer. */
  readonly offset: number
  readonly size: number
}

/** Where every tensor of a spec table lies in one flat buffer. */
export interface Layout {
  readonly entries: readonly LayoutEntry[]
  readonly byName: ReadonlyMap<string, LayoutEntry>
  readonly size: number
}

const isPerLayer = (row: SpecRow) => row.name.includes('.l.')

/** The size of what `layOut` would make of a table, at no cost that grows with the layers. */
export function sizeOfTable(table: readonly SpecRow[], nLayers: number, extents: Extents): number {
  const sizeOfRow = (row: SpecRow) => sizeOf(row.axes.map((axis) => extents[axis]))
  return table.reduce((sum, row) => sum + (isPerLayer(row) ? nLayers : 1) * sizeOfRow(row), 0)
}

/** Expands a spec table: rows with `.l.` once per layer, in order, packed without gaps. */
export function layOut(table: readonly SpecRow[], nLayers: number, extents: Extents): Layout {
  const entries: LayoutEntry[] = []
  let offset = 0
  const push = (row: SpecRow, name: string) => {
    const shape = row.axes.map((axis) => extents[axis])
    const size = sizeOf(shape)
    entries.push({ name, axes: row.axes, shape, offset, size })
    offset += size
  }
  const firstOfBlock = table.findIndex(isPerLayer)
  const before = firstOfBlock < 0 ? table : table.slice(0, firstOfBlock)
  for (const row of before) push(row, row.name)
  for (let l = 0; l < nLayers; l++)
    for (const row of table.filter(isPerLayer)) push(row, row.name.replace('.l.', `.${l}.`))
  for (const row of table.slice(before.length)) if (!isPerLayer(row)) push(row, row.name)
  return { entries, byName: new Map(entries.map((entry) => [entry.name, entry])), size: offset }
}

/** A view of one tensor in a flat buffer of that layout. Throws `unknown-tensor` with the names there are. */
export function viewOf(layout: Layout, buffer: Floats, name: string): Tensor {
  const entry = layout.byName.get(name)
  if (!entry) throw unknownTensor(name, layout.byName.keys())
  const { axes, shape, offset, size } = entry
  return { name, axes, shape, data: buffer.subarray(offset, offset + size) }
}

export function unknownTensor(name: unknown, known: Iterable<string>): GlassformerError {
  const names = [...known]
  const shown = names.slice(0, 12).join(', ')
  return new GlassformerError(
    'unknown-tensor',
    say`There is no tensor named ${describe(name)}. Known names: ${shown}${names.length > 12 ? say`, and ${names.length - 12} more` : clause('')}.`,
  )
}
