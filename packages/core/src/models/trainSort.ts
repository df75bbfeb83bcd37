/** `pnpm train:sort`: trains the sorting model from its seed and writes its checkpoint. A second run gives the same bytes. */
import { dequantize, quantize } from '../checkpoint/quantize'
import { createModel, modelOf } from '../model/model'
import { cosineSchedule } from '../training/schedule'
import { train } from '../training/train'
import type { SortModelInfo } from './info'
import { SORT_CONFIG } from './sortConfig'
import { countSorted, drawSortExample } from './sortTask'
import { rounded, writeCheckpoint } from './trainCheckpoint'

const seed = 1
const steps = 600
const model = createModel(SORT_CONFIG, { seed })
const run = await train(model, {
  data: drawSortExample,
  steps,
  batchSize: 16,
  seed,
  learningRate: cosineSchedule({ peak: 2e-3, warmup: 50, steps }),
  betas: [0.9, 0.95],
  weightDecay: 0.1,
  onStep: ({ step, loss }) => {
    if (step % 50 === 0) console.log(`step ${step}  loss ${loss.toFixed(4)}`)
  },
})
const weights = quantize(model.config, model.params)
const shipped = modelOf(SORT_CONFIG, dequantize(SORT_CONFIG, weights))
const last = run.steps.slice(-50)
const info: SortModelInfo = {
  command: 'pnpm train:sort',
  seed,
  steps,
  parameters: model.params.length,
  loss: rounded(last.reduce((sum, { loss }) => sum + loss, 0) / last.length),
  sorted: countSorted(shipped),
}
console.log({ ...info, sortedBeforeQuantisation: countSorted(model) })
writeCheckpoint('sort', 'SortModelInfo', { info, weights })
