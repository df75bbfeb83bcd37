import type { Model } from '../model/model'
import { GlassformerError } from '../tensor/errors'
import { firstPlace, inStep, shown } from '../tensor/finite'
import { say } from '../tensor/say'
import type { Floats } from '../tensor/tensor'

/** Throws `not-finite`, with the parameter and the step of a training if it is one's, if a gradient is not finite. */
export function checkGradients({ layout }: Model, grads: Floats, step?: number): void {
  const place = firstPlace(layout, grads)
  if (!place) return
  throw new GlassformerError(
    'not-finite',
    say`The gradient of ${shown(place)}${inStep(step)}: no update can be made of it. Train with smaller steps, or weights.`,
  )
}
