/** `npm run train:sort`: trains the sorting model from its seed and writes its checkpoint. A second run gives the same bytes. */
import { dequantize, quantize } from '../checkpoint/quantize'
import { createModel, modelOf } from '../model/model'
import { train } from '../training/train'
import type { ModelData, SortModelInfo } from './info'
import { SORT_CONFIG } from './sortConfig'
import { countSorted } from './sortTask'
import { SORT_TRAINING } from './sortTraining'
import { rounded, writeCheckpoint } from './trainCheckpoint'

const { seed, steps } = SORT_TRAINING
const model = createModel(SORT_CONFIG, { seed })
const run = await train(model, {
  ...SORT_TRAINING,
  onStep: ({ step, loss }) => {
    if (step % 50 === 0) console.log(`step ${step}  loss ${loss.toFixed(4)}`)
  },
})
const weights = quantize(model.config, model.params)
const shipped = modelOf(SORT_CONFIG, dequantize(SORT_CONFIG, weights))
const last = run.steps.slice(-50)
const info: SortModelInfo = {
  command: 'npm run train:sort',
  seed,
  steps,
  parameters: model.params.length,
  loss: rounded(last.reduce((sum, { loss }) => sum + loss, 0) / last.length),
  sorted: countSorted(shipped),
}
console.log({ ...info, sortedBeforeQuantisation: countSorted(model) })
writeCheckpoint<ModelData<SortModelInfo>>('sort', 'ModelData<SortModelInfo>', { info, weights })
