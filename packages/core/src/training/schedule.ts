import { checkOptions } from '../tensor/checks'
import { describe } from '../tensor/describe'
import { GlassformerError } from '../tensor/errors'
import { say } from '../tensor/say'

/** A learning rate for each step; steps count from 0. */
export type Schedule = (step: number) => number

export interface CosineOptions {
  /** The highest learning rate, reached at the end of the warm-up. */
  readonly peak: number
  /** Steps over which the rate rises in a straight line. @default 0 */
  readonly warmup?: number
  /** Steps in all, the warm-up included. */
  readonly steps: number
  /** The rate at the end and after it. @default 0 */
  readonly floor?: number
}

/** Linear warm-up from `peak / warmup` to `peak`, then half a cosine down to `floor` at step `steps`. */
export function cosineSchedule(options: CosineOptions): Schedule {
  checkOptions('cosineSchedule', options, { peak: true, warmup: true, steps: true, floor: true })
  const { peak, warmup = 0, steps, floor = 0 } = options
  const areNumbers = [peak, warmup, steps, floor].every((value) => typeof value === 'number')
  if (!(areNumbers && peak > 0 && floor >= 0 && floor <= peak && warmup >= 0 && warmup <= steps))
    throw new GlassformerError(
      'bad-option',
      say`A schedule needs peak > 0, 0 <= floor <= peak and 0 <= warmup <= steps; got peak ${describe(peak)}, floor ${describe(floor)}, warmup ${describe(warmup)}, steps ${describe(steps)}.`,
    )
  return (step) => {
    if (step < warmup) return (peak * (step + 1)) / warmup
    if (step >= steps) return floor
    const progress = (step - warmup) / (steps - warmup)
    return floor + ((1 + Math.cos(Math.PI * progress)) / 2) * (peak - floor)
  }
}
