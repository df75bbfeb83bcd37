import { type ActivationName, cachedNames } from '../model/activations'
import { dimsOf } from '../model/dims'
import type { Model } from '../model/model'
import { isParameter, type ParameterName } from '../model/parameters'
import type { Dims } from '../ops/dims'
import type { Floats, Tensor } from '../tensor/tensor'
import type { Trace } from '../trace/types'
import { positionsOf, type Subject } from './names'
import type { Source } from './types'

/** The number that is to be explained, and how an explainer gets at those that it was made of. */
export interface Cell {
  readonly trace: Trace
  readonly subject: Subject
  readonly index: readonly number[]
  /** The same as `index`, for three axes at a time; those that there are not are 0. */
  readonly at: readonly [number, number, number]
  readonly dims: Dims
  /** Positions that the run processed. */
  readonly positions: number
  /** An activation of this cell's layer, by the table's name; or of another layer. */
  activation(row: ActivationName, index: readonly number[], layer?: number): Source
  /** The gradient of the loss at it. */
  gradient(row: ActivationName, index: readonly number[], layer?: number): Source
  parameter(row: ParameterName, index: readonly number[]): Source
  /** A parameter that a config may lack: a list of one, or of none. */
  optional(row: ParameterName, index: readonly number[]): Source[]
  /** K or V of this cell's layer, as attention reads it. */
  held(part: 'k' | 'v', index: readonly number[]): Source
  /** Of what a cache stores otherwise: the tensor that was computed. */
  computed(index: readonly number[]): Source
  /** The loss at one position. */
  loss(t: number): Source
}

export function cellOf(trace: Trace, model: Model | undefined, subject: Subject, index: readonly number[]): Cell {
  const { config } = trace
  const { layer } = subject
  const [a = 0, b = 0, c = 0] = index
  const activation = readerOf('', layer, (name) => trace.tensors[name])
  const parameter = readerOf('', layer, (name) => model?.param(name))
  const stored = trace.kind === 'generation' ? trace.stored : undefined
  const held = readerOf(stored ? 'stored.' : '', layer, (name) => (stored ?? trace.tensors)[name])
  const losses = readerOf('', layer, () => lossesOf(trace))
  return {
    trace,
    subject,
    index,
    at: [a, b, c],
    dims: dimsOf(config),
    positions: positionsOf(trace),
    activation,
    gradient: readerOf('grad.', layer, (name) => (trace.kind === 'backward' ? trace.grads[name] : undefined)),
    parameter,
    optional: (row, at) => (isParameter(config, row) ? [parameter(row, at)] : []),
    held: (part, at) => held(cachedNames(config, layer)[part], at),
    computed: (at) => activation(subject.name.replace('stored.', ''), at),
    loss: (t) => losses('losses', [t]),
  }
}

type Held = Pick<Tensor, 'shape' | 'data'>

/** Reads numbers of some tensors, each of which is found once, by its name for this layer or for another. */
function readerOf(prefix: string, layer: number, find: (name: string) => Held | undefined) {
  const found = new Map<string, { readonly name: string; readonly tensor: Held | undefined }>()
  return (row: string, index: readonly number[], of = layer): Source => {
    const key = of === layer ? row : `${row} ${of}`
    let one = found.get(key)
    if (!one) {
      const name = row.replace('.l.', `.${of}.`)
      one = { name: `${prefix}${name}`, tensor: find(name) }
      found.set(key, one)
    }
    return source(one.name, one.tensor, index)
  }
}

/** The number itself, wherever its kind is kept. */
export function sourceOf({ trace, subject, index }: Cell, model: Model | undefined): Source {
  const { kind, name } = subject
  return source(name, tensorOf(trace, model, kind, name.replace(/^(grad|stored)\./, '')), index)
}

function tensorOf(trace: Trace, model: Model | undefined, kind: Subject['kind'], name: string): Held | undefined {
  if (kind === 'activation') return trace.tensors[name]
  if (kind === 'parameter') return model?.param(name)
  if (kind === 'stored') return trace.kind === 'generation' ? trace.stored?.[name] : undefined
  if (trace.kind !== 'backward') return undefined
  if (kind === 'gradient') return trace.grads[name]
  if (kind === 'parameterGradient') return trace.paramGrads[name]
  return name === 'losses' ? lossesOf(trace) : { shape: [], data: Float64Array.of(trace.loss) }
}

function lossesOf(trace: Trace): Held | undefined {
  return trace.kind === 'backward' ? { shape: [trace.losses.length], data: trace.losses } : undefined
}

/** One number of a tensor, read where it lies. NaN stands in a trace for what was not computed. */
function source(name: string, tensor: Held | undefined, index: readonly number[]): Source {
  return sourceAs({ name, index }, tensor ? read(tensor.data, tensor.shape, index) : Number.NaN)
}

/** A place with this value; NaN says that it is missing. */
export function sourceAs({ name, index }: Pick<Source, 'name' | 'index'>, value: number): Source {
  return Number.isNaN(value) ? { name, index, value, missing: true } : { name, index, value }
}

function read(data: Floats, shape: readonly number[], index: readonly number[]): number {
  let at = 0
  for (let axis = 0; axis < index.length; axis++) at = at * shape[axis]! + index[axis]!
  return data[at] ?? Number.NaN
}
