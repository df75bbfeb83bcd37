import type { AxisName, Tensor } from '@glassformer/core'
import type { CellAddress, Selection } from '../lesson/selection'
import { mostRead, sees } from './reading'
import { kindOf, rowsThere, type ValueKind } from './stages'
import {
  type Here,
  headOf,
  type IndexPlace,
  isWhy,
  layerOf,
  NOT_YET,
  type PositionPlace,
  positionOf,
  traceOf,
  type Why,
  within,
} from './where'

/** One number of a run, as an author names it by props. */
export interface CellPlace {
  /**
   * An activation's name (`blocks.{layer}.attn.pattern`, where `{layer}` stands for the layer, or `attn.pattern` for short), a
   * parameter's (`embed.W_E`), or `grad.` and either.
   */
  readonly tensor: string
  /** @default 'selected' */
  readonly layer?: IndexPlace | undefined
  /** @default 'selected' */
  readonly head?: IndexPlace | undefined
  /** The token; of scores and patterns, the query. @default 'selected' */
  readonly position?: PositionPlace | undefined
  /** Of scores and patterns: the token that is read. `most` is the one that the query reads most. @default 'selected', and 'most' without one */
  readonly keyAt?: PositionPlace | undefined
  /** Places on all other axes, in their order: the number of a vector, the id of a token. Negative counts from the end. */
  readonly index?: number | readonly number[] | undefined
}

/** A number that was found, and where. */
export interface FoundCell {
  readonly cell: CellAddress
  readonly value: number
  readonly kind: ValueKind
  /** What a lesson's selection is when this cell is pointed at. */
  readonly at: Partial<Selection>
}

/** The number that an author means at this moment, or why there is none. */
export function findCell(here: Here, place: CellPlace): FoundCell | Why {
  const tensor = findTensor(here, place)
  if (isWhy(tensor)) return tensor
  const index = indexOf(here, place, tensor)
  return isWhy(index) ? index : readCell(here, tensor, index)
}

/** The tensor that a place names; gradients under their own name. */
function findTensor(here: Here, { tensor: name, layer: at = 'selected' }: CellPlace): Tensor | Why {
  const kind = name.startsWith('grad.') ? 'backward' : 'forward'
  if (kind === 'backward' ? !here.run.backward : !traceOf(here.run)) return { why: 'noRun', kind }
  const [, grad = '', own = ''] = /^(grad\.)?(.*)$/s.exec(name) ?? []
  const whole = lookUp(here, name)
  if (whole) return whole
  const layer = layerOf(here, at, kind)
  if (isWhy(layer)) return layer
  const full = own.includes('{layer}') ? own.replace('{layer}', `${layer}`) : `blocks.${layer}.${own}`
  return lookUp(here, grad + full) ?? { why: 'noTensor', tensor: name }
}

function lookUp({ run }: Here, name: string): Tensor | undefined {
  const one = (tensors: Readonly<Record<string, Tensor>> | undefined, of: string) =>
    tensors && Object.hasOwn(tensors, of) ? tensors[of] : undefined
  if (name.startsWith('grad.')) {
    const of = name.slice(5)
    const found = one(run.backward?.grads, of) ?? one(run.backward?.paramGrads, of)
    return found && { ...found, name }
  }
  return one(traceOf(run)?.tensors, name) ?? (run.model?.layout.byName.has(name) ? run.model.param(name) : undefined)
}

/** One index for each axis of a tensor. */
function indexOf(here: Here, place: CellPlace, tensor: Tensor): readonly number[] | Why {
  const { index: given = [] } = place
  const others = typeof given === 'number' ? [given] : [...given]
  const index: number[] = []
  for (const [axis, of] of tensor.axes.entries()) {
    const count = tensor.shape[axis] as number
    const at = placeOn(here, place, tensor, { of, count, others, index })
    if (isWhy(at)) return at
    // The token that was generated last goes through no pass.
    if (at >= count) return { why: 'notComputed' }
    index.push(at)
  }
  return index
}

interface Axis {
  readonly of: AxisName
  readonly count: number
  /** What is left of the author's `index`. */
  readonly others: number[]
  /** The places on the axes before. */
  readonly index: readonly number[]
}

function placeOn(
  here: Here,
  place: CellPlace,
  { name, axes }: Tensor,
  { of, count, others, index }: Axis,
): number | Why {
  switch (of) {
    case 'head':
      return headOf(here, place.head ?? 'selected')
    case 'kv_head': {
      const head = headOf(here, place.head ?? 'selected')
      return isWhy(head) ? head : Math.floor((head * count) / (traceOf(here.run)?.config.nHeads ?? count))
    }
    case 'position':
    case 'query':
      return positionOf(here, place.position ?? 'selected')
    case 'key':
      return keyOf(here, name, index[0] as number, index[1] as number, place.keyAt ?? 'selected')
    default: {
      const at = others.shift()
      return at === undefined ? { why: 'needsIndex', tensor: name, axes } : within(of, at, count)
    }
  }
}

/** The key that an author means. */
function keyOf(here: Here, tensor: string, head: number, query: number, place: PositionPlace): number | Why {
  const { key } = here.selection
  if (place === 'selected' && key !== null) return key
  if (place !== 'selected' && place !== 'most') return positionOf(here, place)
  const pattern = tensor.replace(/^grad\./, '').replace(/scores$/, 'pattern')
  return query < rowsThere(here, pattern) ? mostRead(here, pattern, head, query) : NOT_YET
}

/** A number by its address, or why there is none. */
export function cellAt(here: Here, { tensor: name, index }: CellAddress): FoundCell | Why {
  const tensor = findTensor(here, { tensor: name })
  if (isWhy(tensor)) return tensor
  const has =
    tensor.shape.length === index.length && tensor.shape.every((count, axis) => (index[axis] ?? count) < count)
  return has ? readCell(here, tensor, index) : { why: 'noTensor', tensor: name }
}

function readCell(here: Here, { name, axes, shape, data }: Tensor, index: readonly number[]): FoundCell | Why {
  const row = axes.findIndex((axis) => axis === 'position' || axis === 'query')
  if ((index[row] ?? 0) >= rowsThere(here, name)) return NOT_YET
  if (axes.includes('key') && !sees(here, index[axes.indexOf('query')] as number, index[axes.indexOf('key')] as number))
    return { why: 'unseen' }
  const value = data[index.reduce((flat, at, axis) => flat * (shape[axis] as number) + at, 0)] as number
  if (Number.isNaN(value)) return { why: 'notComputed' }
  const cell = { tensor: name, index }
  return { cell, value, kind: kindOf(name), at: selectionAt(here, cell, axes) }
}

/** Everything that figures light of a cell: its token as they name it, its layer, its head. */
function selectionAt({ run }: Here, cell: CellAddress, axes: readonly AxisName[]): Partial<Selection> {
  const on = (axis: AxisName) => cell.index[axes.indexOf(axis)] ?? null
  const layer = /blocks\.(\d+)\./.exec(cell.tensor)?.[1]
  const { nHeads = 1, nKVHeads = 1 } = traceOf(run)?.config ?? {}
  const row = on('kv_head')
  const stored = row !== null && axes.includes('position')
  return {
    cell,
    layer: layer === undefined ? null : Number(layer),
    head: row === null ? on('head') : (row * nHeads) / nKVHeads,
    position: stored ? null : (on('query') ?? on('position')),
    key: stored ? on('position') : on('key'),
  }
}
