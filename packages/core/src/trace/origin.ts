import type { Model } from '../model/model'
import type { Trace } from './types'

const origins = new WeakMap<Trace, Model>()

/** Remembers which model made a trace, outside of it: a trace stays plain data. Returns the trace. */
export function madeBy<T extends Trace>(trace: T, model: Model | undefined): T {
  if (model) origins.set(trace, model)
  return trace
}

/** The model that made this very trace here; a clone has none. */
export function originOf(trace: Trace): Model | undefined {
  return origins.get(trace)
}
