import { checkModel } from '../model/checkModel'
import type { Model } from '../model/model'
import { isList } from '../tensor/checks'
import { checkOption, GlassformerError, outOfRange } from '../tensor/errors'
import { clause, say } from '../tensor/say'
import type { Trace } from '../trace/types'
import type { Subject } from './names'
import type { Explanation, Operation } from './types'
import { sizeOf, sumOf, type Working } from './working'

/** Rounding of one sum of up to `FEW` terms, as a part of what it is relative to; of more, it grows as their root does. */
const ROUNDING = { float32: 2 ** -18, float64: 2 ** -44 } as const
const FEW = 256

/** What may come out as 0: an exponential of so much less than 0, and what is made of it. */
const LEAST = { float32: 2 ** -100, float64: 2 ** -1000 } as const

/** What has a value that nothing in the trace made. */
const LEAVES: readonly Operation[] = ['parameter', 'held', 'shared']

/** Throws `bad-option` for a model of another shape than the trace's. */
export function checkFits(trace: Trace, model: Model): void {
  checkModel(model)
  const other = Object.entries(model.config).find(
    ([field, value]) => trace.config[field as keyof Model['config']] !== value,
  )
  checkOption('model', model, !other, say`that of the trace; its ${other?.[0] ?? ''} is another`)
}

/** Throws `bad-option` unless there is one index for each axis, or `out-of-range`. */
export function checkIndex({ name, axes, shape }: Subject, index: unknown): void {
  const ok = isList(index) && index.length === axes.length
  checkOption('The index', index, ok, say`${axes.length} whole numbers for ${name}: ${axes.join(', ')}`)
  for (const [axis, i] of Array.from(index as ArrayLike<unknown>).entries()) {
    const extent = shape[axis]!
    if (!(Number.isInteger(i) && (i as number) >= 0 && (i as number) < extent)) throw outOfRange(axes[axis]!, i, extent)
  }
}

/** How far the terms may add up from the value. */
export function boundOf(trace: Trace, working: Working): number {
  const isDouble = Object.values(trace.tensors)[0]?.data instanceof Float64Array
  const precision = isDouble ? 'float64' : 'float32'
  const growth = Math.sqrt(Math.max(1, working.terms.length / FEW))
  return ROUNDING[precision] * growth * sizeOf(working) + LEAST[precision]
}

/** Throws `bad-trace` rather than let numbers be shown that do not follow from one another. */
export function checkSum(
  { provenance }: Trace,
  { name, index, value, operation, bound }: Explanation,
  { terms, value: sole }: Working,
): void {
  const sum = sole ?? sumOf(terms.map((term) => term.value))
  if (LEAVES.includes(operation) || Number.isNaN(value) || Number.isNaN(sum)) return
  if (sum === value || Math.abs(sum - value) <= bound) return
  throw new GlassformerError(
    'bad-trace',
    say`${name} at ${index.join(', ')} is ${value} in the trace, but what it was made of adds up to ${sum}: ${clause(provenance?.kind === 'illustrative' ? 'its numbers are made up, and do not follow from one another' : 'run the model again if it was trained since, or give the model that made the trace')}.`,
  )
}
