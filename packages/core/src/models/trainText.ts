/** `npm run train:text`: trains the text model from its seed, measures it, and writes its checkpoint. */
import { dequantize, quantize } from '../checkpoint/quantize'
import { generate } from '../inference/generate'
import { createModel, type Model, modelOf } from '../model/model'
import { createRandom } from '../tensor/random'
import { packMerges } from '../tokenizer/packMerges'
import { cosineSchedule } from '../training/schedule'
import { train } from '../training/train'
import type { TrainingStep } from '../training/types'
import { accuracyOf } from './accuracy'
import { baselines } from './baselines'
import { drawCases, TASKS, type Task } from './cases'
import type { TextModelData, TextModelInfo } from './info'
import { TEXT_CONFIG } from './textConfig'
import { initializeText } from './textInit'
import { turnOneToTheFirst } from './textSink'
import { heldOutExamples, lossOf, textExamples, trainingExamples } from './textTask'
import { trainTextTokenizer } from './textTokenizer'
import { rounded, writeCheckpoint } from './trainCheckpoint'

const seed = 1
const steps = Number(process.argv[2] ?? 6000)
/** Steps after one head was turned to the first token. */
const lastSteps = 800
const batchSize = 8
const cases = 400
const weightBits = 8
const tokenizer = trainTextTokenizer(seed)
const model = createModel(TEXT_CONFIG, { seed, tokenizer })
initializeText(model, tokenizer, createRandom(seed + 1))
const heldOut = heldOutExamples(tokenizer, 2, 600)
/** Shares of right completions by task. */
const measure = (of: Model, count: number) =>
  Object.fromEntries(
    Object.keys(TASKS).map((task) => [
      task,
      rounded(accuracyOf(of, tokenizer, drawCases(tokenizer, task as Task, 3, count))),
    ]),
  )
const draw = trainingExamples(tokenizer)
const options = { data: draw, batchSize, betas: [0.9, 0.95], weightDecay: 0.02 } as const
const report = ({ step, loss, gradNorm }: TrainingStep) => {
  if (step % 100 === 0) console.log(`step ${step}  loss ${loss.toFixed(4)}  gradient ${gradNorm.toFixed(3)}`)
  if (step % 1000 === 999) console.log(`held out ${lossOf(model, heldOut.slice(0, 50)).toFixed(4)}`, measure(model, 50))
}
await train(model, {
  ...options,
  steps,
  seed,
  learningRate: cosineSchedule({ peak: 3e-3, warmup: 100, steps, floor: 6e-5 }),
  onStep: report,
})
const trial = createRandom(seed + 2)
const turned = turnOneToTheFirst(
  model,
  Array.from({ length: 16 }, () => draw(trial)),
)
console.log('looks at the first token from now on:', turned)
const run = await train(model, {
  ...options,
  steps: lastSteps,
  seed: seed + 3,
  learningRate: cosineSchedule({ peak: 5e-4, warmup: 20, steps: lastSteps, floor: 2e-5 }),
  onStep: report,
})
const weights = quantize(TEXT_CONFIG, model.params, weightBits)
const shipped = modelOf(TEXT_CONFIG, dequantize(TEXT_CONFIG, weights, weightBits), { tokenizer })
const last = run.steps.slice(-50)
const info: TextModelInfo = {
  command: 'npm run train:text',
  seed,
  steps: steps + lastSteps,
  parameters: model.params.length,
  loss: rounded(last.reduce((sum, { loss }) => sum + loss, 0) / last.length),
  trainingTokens: (steps + lastSteps) * batchSize * TEXT_CONFIG.nCtx,
  heldOutLoss: rounded(lossOf(model, heldOut)),
  heldOutLossQuantized: rounded(lossOf(shipped, heldOut)),
  weightBits,
  ...roundedAll(baselines(textExamples(tokenizer), TEXT_CONFIG.dVocab, seed, steps * batchSize, heldOut)),
  cases,
  accuracy: measure(shipped, cases),
}
console.log(info)
for (const prompt of [
  'The cat sat on the mat. The cat',
  'Anna gave the red ball to Ben. Ben thanked',
  'Once there was a',
])
  console.log(generate(shipped, prompt, { maxNewTokens: 40 }).text)
writeCheckpoint<TextModelData>('text', 'TextModelData', { info, merges: packMerges(tokenizer.merges), weights })

function roundedAll<T extends Record<string, number>>(values: T): T {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, rounded(value)])) as T
}
