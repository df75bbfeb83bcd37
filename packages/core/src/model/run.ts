import { createFloats, precisionOf } from '../tensor/floats'
import type { Layout } from '../tensor/layout'
import type { Floats } from '../tensor/tensor'
import { type ActivationViews, activationLayout } from './activations'
import type { Model } from './model'
import type { ParameterViews } from './parameters'
import { bindViews } from './views'

/** Everything a run writes to, made once for up to `positions` tokens and used again run after run. */
export interface Run {
  readonly model: Model
  readonly positions: number
  readonly layout: Layout
  readonly weights: ParameterViews
  /** All activations, in the order of `layout`, and their views. */
  readonly buffer: Floats
  readonly acts: ActivationViews
}

export function createRun(model: Model, positions: number): Run {
  const layout = activationLayout(model.config, positions)
  const buffer = createFloats(layout.size, precisionOf(model.params))
  return {
    model,
    positions,
    layout,
    weights: bindViews(model.layout, model.params),
    buffer,
    acts: bindViews(layout, buffer),
  }
}
