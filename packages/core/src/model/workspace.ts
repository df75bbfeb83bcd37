import { giveBack, takeFloats } from '../kernels/arena'
import type { Floats } from '../tensor/tensor'
import type { ActivationViews } from './activations'
import type { Model } from './model'
import type { ParameterViews } from './parameters'
import { createRun, type Run, releaseRun } from './run'
import { bindViews } from './views'

/** A run and the gradients at all of its activations, made once for up to `positions` tokens, used again, and given back by `releaseWorkspace`. */
export interface Workspace extends Run {
  /** Gradients at the activations, in the order of `layout`, and their views. */
  readonly dbuffer: Floats
  readonly dacts: ActivationViews
  /** Cross-entropy at each position [T]. */
  readonly losses: Floats
  /** The array that took the parameters' gradients last, and its views: mostly it takes the next ones too. */
  bound?: { readonly grads: Floats; readonly views: ParameterViews }
}

/**
 * @param maxPositions how many rows it has
 * @param longest of one sequence, when several are to lie one below the other. @default maxPositions
 */
export function createWorkspace(model: Model, maxPositions: number, longest = maxPositions): Workspace {
  const run = createRun(model, maxPositions, longest)
  const dbuffer = takeFloats(model.params, run.layout.size)
  return { ...run, dbuffer, dacts: bindViews(run.layout, dbuffer), losses: takeFloats(model.params, maxPositions) }
}

/** Gives the workspace's memory back. Neither it nor any view of it may be used afterwards. */
export function releaseWorkspace(workspace: Workspace): void {
  releaseRun(workspace)
  giveBack(workspace.dbuffer)
  giveBack(workspace.losses)
}
