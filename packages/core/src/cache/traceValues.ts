import { cachedNames } from '../model/activations'
import type { ModelConfig } from '../model/config'
import { createFloats, type Precision } from '../tensor/floats'
import type { Layout } from '../tensor/layout'
import type { Floats, Tensor } from '../tensor/tensor'
import { tensorsOf } from '../trace/make'
import { selectLayout } from '../trace/record'
import { rowsOf } from '../trace/rows'

type Tensors = Readonly<Record<string, Tensor>>

/** K and V of some positions [positions, NKV, HS]. */
interface Values {
  readonly k: Floats
  readonly v: Floats
}

/** Puts a layer's K and V, as the cache gives them from position `from` on, into those tensors that there are. */
export function putValues(tensors: Tensors, config: ModelConfig, layer: number, from: number, values: Values): void {
  const names = cachedNames(config, layer)
  for (const part of ['k', 'v'] as const) {
    const { data, shape } = tensors[names[part]] ?? {}
    if (data && shape) data.set(values[part], (data.length / shape[0]!) * from)
  }
}

/** Room for K and V beside those of a trace, as far as it keeps them. */
export function tensorsBeside(layout: Layout, config: ModelConfig, precision: Precision): Tensors {
  const names = Array.from({ length: config.nLayers }, (_, layer) => Object.values(cachedNames(config, layer))).flat()
  const selected = selectLayout(
    layout,
    names.filter((name) => layout.byName.has(name)),
  )
  return tensorsOf(selected, createFloats(selected.size, precision))
}

/** NaN in the rows of the first `to` positions, which were not computed. */
export function blankRows(layout: Layout, tensors: Tensors, to: number): void {
  for (const entry of layout.entries) {
    const { blocks, rows, rowSize } = rowsOf(entry)
    for (let b = 0; b < blocks; b++)
      tensors[entry.name]?.data.fill(Number.NaN, b * rows * rowSize, (b * rows + to) * rowSize)
  }
}
