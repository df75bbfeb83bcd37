import { isFloats, isObject } from '../tensor/checks'
import { checkOption, GlassformerError, outOfRange } from '../tensor/errors'
import { say } from '../tensor/say'
import { type AxisName, sizeOf, type Tensor } from '../tensor/tensor'
import { checkTraceShape, reviveTrace } from './make'
import { matchNames } from './matchNames'
import { madeBy, originOf } from './origin'
import type { Trace } from './types'

/**
 * The same trace with these activations (and their gradients) alone, for sending or storing. As in `runForward`, `*` stands
 * for any characters: `blocks.*.attn.pattern`. Throws `unknown-tensor`.
 */
export function selectTensors<T extends Trace>(trace: T, select: readonly string[]): T {
  checkTraceShape(trace)
  const wanted = matchNames(Object.keys(trace.tensors), select)
  const keep = (all: Readonly<Record<string, Tensor>>) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => wanted.has(name)))
  const tensors = keep(trace.tensors)
  const data: Trace =
    trace.kind === 'backward'
      ? { ...trace, tensors, grads: keep(trace.grads) }
      : trace.kind === 'generation' && trace.stored
        ? { ...trace, tensors, stored: keep(trace.stored) }
        : { ...trace, tensors }
  return madeBy(reviveTrace(data) as T, originOf(trace))
}

/**
 * One index of each axis that is named: `sliceTensor(pattern, { head: 1, query: 3 })` has the axis key alone.
 * A view of the same numbers where they lie together, a copy otherwise. Throws `bad-option` or `out-of-range`.
 */
export function sliceTensor(tensor: Tensor, at: Partial<Readonly<Record<AxisName, number>>>): Tensor {
  checkTensor(tensor)
  checkOption('at', at, isObject(at), 'an object such as { head: 0 }')
  return Object.entries(at).reduce((rest, [axis, index]) => sliceAxis(rest, axis as AxisName, index), tensor)
}

function checkTensor(tensor: unknown): void {
  const ok =
    isObject(tensor) &&
    isFloats(tensor.data) &&
    Array.isArray(tensor.axes) &&
    tensor.axes.every((axis) => typeof axis === 'string') &&
    Array.isArray(tensor.shape) &&
    tensor.shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0)
  checkOption('A tensor', tensor, ok, 'one of a trace, with name, axes, shape and data')
}

function sliceAxis({ name, axes, shape, data }: Tensor, axis: AxisName, index: number): Tensor {
  const a = axes.indexOf(axis)
  const extent = shape[a]
  if (extent === undefined)
    throw new GlassformerError('bad-option', say`${name} has the axes ${axes.join(', ')}; got "${axis}".`)
  if (!(Number.isInteger(index) && index >= 0 && index < extent)) throw outOfRange(axis, index, extent)
  const inner = sizeOf(shape.slice(a + 1))
  const outer = sizeOf(shape.slice(0, a))
  const rest = { name, axes: axes.filter((_, i) => i !== a), shape: shape.filter((_, i) => i !== a) }
  const row = (o: number) => data.subarray((o * extent + index) * inner, (o * extent + index + 1) * inner)
  if (outer === 1) return { ...rest, data: row(0) }
  const copy = data.slice(0, outer * inner)
  for (let o = 0; o < outer; o++) copy.set(row(o), o * inner)
  return { ...rest, data: copy }
}
