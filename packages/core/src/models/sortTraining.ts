import { cosineSchedule } from '../training/schedule'
import type { TrainOptions } from '../training/types'
import { drawSortExample } from './sortTask'

const steps = 600

/** How the sorting model is trained from `createModel(SORT_CONFIG, { seed })`: 600 steps, after which it sorts every input. */
export const SORT_TRAINING = {
  data: drawSortExample,
  steps,
  batchSize: 16,
  seed: 1,
  learningRate: cosineSchedule({ peak: 2e-3, warmup: 50, steps }),
  betas: [0.9, 0.95],
  weightDecay: 0.1,
} as const satisfies TrainOptions
