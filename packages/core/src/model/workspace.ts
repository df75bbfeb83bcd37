import { createFloats, precisionOf } from '../tensor/floats'
import type { Floats } from '../tensor/tensor'
import type { ActivationViews } from './activations'
import type { Model } from './model'
import type { ParameterViews } from './parameters'
import { createRun, type Run } from './run'
import { bindViews } from './views'

/** A run and the gradients at all of its activations, made once for up to `positions` tokens and used again. */
export interface Workspace extends Run {
  /** Gradients at the activations, in the order of `layout`, and their views. */
  readonly dbuffer: Floats
  readonly dacts: ActivationViews
  /** Cross-entropy at each position [T]. */
  readonly losses: Floats
  /** The parameters' gradients that were written last, and their views. */
  bound?: { readonly grads: Floats; readonly views: ParameterViews }
}

export function createWorkspace(model: Model, maxPositions: number): Workspace {
  const run = createRun(model, maxPositions)
  const precision = precisionOf(run.buffer)
  const dbuffer = createFloats(run.layout.size, precision)
  return { ...run, dbuffer, dacts: bindViews(run.layout, dbuffer), losses: createFloats(maxPositions, precision) }
}
