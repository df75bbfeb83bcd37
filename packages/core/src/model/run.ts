import { giveBack, takeFloats } from '../kernels/arena'
import { type Rotation, rotationOf } from '../ops/rotary'
import type { Layout } from '../tensor/layout'
import type { Floats } from '../tensor/tensor'
import { type ActivationViews, activationLayout } from './activations'
import type { Model } from './model'
import type { ParameterViews } from './parameters'
import { bindViews } from './views'

/** Rows `lo` to `hi - 1` of a run hold one sequence, from its first position on. */
export interface Part {
  readonly lo: number
  readonly hi: number
}

/** Everything a run writes to, made once and used again run after run, and given back by `releaseRun`. */
export interface Run {
  readonly model: Model
  /** Rows: how many positions it can hold at a time. */
  readonly positions: number
  /** Columns of scores and patterns: how many positions attention can look back on, itself included. */
  readonly keys: number
  /** The position that row 0 holds. A run that has fewer rows than the text has positions is moved along the text by it. */
  base: number
  /** When several whole sequences lie one below the other: the rows of each. */
  parts?: readonly Part[] | undefined
  readonly layout: Layout
  readonly weights: ParameterViews
  /** All activations, in the order of `layout`, and their views. */
  readonly buffer: Floats
  readonly acts: ActivationViews
  /** With rotary positions: the angles of all of them. */
  readonly rotation: Rotation | undefined
}

export function createRun(model: Model, positions: number, keys = positions): Run {
  const { config } = model
  const layout = activationLayout(config, positions, keys)
  const buffer = takeFloats(model.params, layout.size)
  return {
    model,
    positions,
    keys,
    base: 0,
    layout,
    weights: bindViews(model.layout, model.params),
    buffer,
    acts: bindViews(layout, buffer),
    rotation: config.positions === 'rotary' ? rotationOf(keys, config.dHead, config.rotaryBase) : undefined,
  }
}

/** Gives the run's memory back. Neither it nor any view of it may be used afterwards. */
export function releaseRun(run: Run): void {
  giveBack(run.buffer)
}
