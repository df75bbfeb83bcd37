import { cachedNames } from '../model/activations'
import { isObject } from '../tensor/checks'
import { checkOption, outOfRange } from '../tensor/errors'
import { type Layout, unknownTensor, viewOf } from '../tensor/layout'
import type { Floats, Tensor } from '../tensor/tensor'
import type { CachedLayer, GenerationTrace, Trace } from './types'

/** The plain data of a trace: what `structuredClone`, JSON or a worker's message keeps of it. */
export type TraceData<T extends Trace = Trace> = T extends Trace ? Omit<T, 'tensor' | 'cacheAt' | 'grad'> : never

type TraceOf<D extends TraceData> = Extract<Trace, { kind: D['kind'] }>

/**
 * Gives plain trace data its methods (again): `tensor`, and by kind `cacheAt` or `grad`. They are not enumerable, so that
 * a trace still clones as plain data. The object itself is returned; nothing is copied or checked (see `validateTrace`).
 */
export function reviveTrace<D extends TraceData>(data: D): TraceOf<D> {
  checkTraceShape(data)
  const trace: TraceData = data
  method(trace, 'tensor', (name: string) => pick(trace.tensors, name))
  if (trace.kind === 'generation') method(trace, 'cacheAt', (step: number) => cacheAt(trace, step))
  if (trace.kind === 'backward') {
    const grad = (name: string) => pick(trace.grads, name)
    method(trace, 'grad', Object.assign(grad, { param: (name: string) => pick(trace.paramGrads, name) }))
  }
  return data as unknown as TraceOf<D>
}

/** Every tensor of a layout by name, as views of one buffer. */
export function tensorsOf(layout: Layout, buffer: Floats): Record<string, Tensor> {
  return Object.fromEntries(layout.entries.map(({ name }) => [name, viewOf(layout, buffer, name)]))
}

/** Throws `bad-trace` for what is not even like a trace; see `validateTrace` for the rest. */
export function checkTraceShape(data: unknown): void {
  const kinds = ['forward', 'generation', 'backward']
  const ok =
    isObject(data) &&
    kinds.includes(data.kind as string) &&
    isObject(data.tensors) &&
    (data.kind !== 'backward' || (isObject(data.grads) && isObject(data.paramGrads)))
  checkOption('A trace', data, ok, 'an object with tensors whose kind is forward, generation or backward', 'bad-trace')
}

function method(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: false, configurable: true, writable: true })
}

function pick(tensors: Readonly<Record<string, Tensor>>, name: string): Tensor {
  if (!isObject(tensors) || typeof name !== 'string' || !Object.hasOwn(tensors, name))
    throw unknownTensor(name, Object.keys(tensors ?? {}))
  return tensors[name] as Tensor
}

/** K and V of the positions that were held after a step: without a policy, of all that were processed. */
function cacheAt(trace: TraceData<GenerationTrace>, step: number): CachedLayer[] {
  const at = Number.isInteger(step) ? trace.steps[step] : undefined
  if (!isObject(at)) throw outOfRange('step', step, trace.steps.length)
  return Array.from({ length: trace.config.nLayers }, (_, l) => {
    const ranges = at.cache?.layers[l]?.held ?? [[0, at.cachedPositions]]
    const positions = ranges.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i))
    const held = (name: string): Tensor => {
      const { axes, shape, data } = pick(trace.stored ?? trace.tensors, name)
      const [, heads = 0, width = 0] = shape
      const row = heads * width
      // Nothing is copied as long as the cache is the first rows.
      if (ranges.length <= 1 && !positions[0])
        return { name, axes, shape: [positions.length, heads, width], data: data.subarray(0, positions.length * row) }
      const rows = data.slice(0, positions.length * row)
      for (const [i, position] of positions.entries())
        rows.set(data.subarray(position * row, (position + 1) * row), i * row)
      return { name, axes, shape: [positions.length, heads, width], data: rows }
    }
    const { k, v } = cachedNames(trace.config, l)
    return { k: held(k), v: held(v), positions }
  })
}
