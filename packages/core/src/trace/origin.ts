import type { Model } from '../model/model'
import type { Trace } from './types'

/** The same wherever the core is loaded: the CommonJS files of its entries each have a copy of this one. */
const ORIGIN = Symbol.for('@glassformer/core/origin')

/** Remembers which model made a trace. Like a trace's methods it is not enumerable: a clone has none. Returns the trace. */
export function madeBy<T extends Trace>(trace: T, model: Model | undefined): T {
  if (model) Object.defineProperty(trace, ORIGIN, { value: model, enumerable: false, configurable: true })
  return trace
}

/** The model that made this very trace here. */
export function originOf(trace: Trace): Model | undefined {
  return (trace as { readonly [ORIGIN]?: Model })[ORIGIN]
}
